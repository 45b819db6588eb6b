"""The Ingestion page's data: sources, slices, issues, and whether Codex was seen."""

from sidelight.query.ingest_issues import list_issues
from sidelight.query.ingestion import load_ingestion
from sidelight.query.setup_status import load_setup_status
from sidelight.query.sql import TimeRange
from tests.fixtures.event_store import Seed, at_us


async def test_sources_and_slices(seed: Seed) -> None:
    codex = {"service_name": "codex_cli_rs", "user_agent": "OTel", "key_id": "k"}
    seed.request("r1", 0, bytes=10, records=5, stored=3, ignored=1, unknown=1, **codex)
    seed.request("r2", 60, bytes=20, records=2, stored=1, rejected=1, **codex)
    seed.request("r3", 61, status=401, reason="wrong key", repeats=4, user_agent="curl")
    seed.request("r4", 62, signal="traces", records=7, transport="grpc")
    seed.request("r5", 3600, records=9)
    seed.issue("i1", 30, kind="dead_letter")
    found = await load_ingestion([seed.reader], at_us(0), at_us(120))
    assert [(source.signal, source.user_agent, source.transport) for source in found.sources] == [
        ("traces", "", "grpc"),
        ("logs", "curl", "http"),
        ("logs", "OTel", "http"),
    ]
    refused, known = found.sources[1], found.sources[2]
    assert (refused.requests, refused.refused, refused.records) == (4, 4, 0)
    assert (known.requests, known.bytes, known.records, known.stored) == (2, 30, 7, 4)
    assert (known.ignored, known.unknown, known.rejected, known.last_us) == (1, 1, 1, at_us(60))
    assert (known.service_name, known.key_id, known.format) == ("codex_cli_rs", "k", "protobuf")
    assert (found.slice_seconds, len(found.slices), found.dead_letters) == (1, 120, 1)
    filled = {part.start_us: part for part in found.slices if part.logs or part.traces or part.refused}
    assert {start: (part.logs, part.traces, part.refused) for start, part in filled.items()} == {
        at_us(0): (5, 0, 0),
        at_us(60): (2, 0, 0),
        at_us(61): (0, 0, 4),
        at_us(62): (0, 7, 0),
    }


async def test_several_projects_together(seed: Seed) -> None:
    other = Seed(seed.store)
    seed.request("r1", 0, records=1)
    other.request("r2", 0, status=401, repeats=2)
    other.issue("i", 0)
    found = await load_ingestion([seed.reader, other.reader], at_us(0), at_us(10))
    assert (found.slices[0].logs, found.slices[0].refused, len(found.sources)) == (1, 2, 2)
    assert (await load_ingestion([seed.reader], at_us(0), at_us(10))).slices[0].refused == 0


async def test_issues_of_both_tables_newest_first(seed: Seed) -> None:
    seed.request("r1", 10, address="10.0.0.1", user_agent="OTel", status=200)
    seed.issue("i1", 10, request_id="r1", name="codex.new", reason="Not known.", hint="Update.", sample="{}", repeats=3)
    seed.issue("i2", 20, request_id="never written", kind="rejected_record")
    seed.request("r2", 30, status=413, reason="too large", hint="Split it.", address="10.0.0.2", repeats=2)
    page = await list_issues([seed.reader], TimeRange())
    assert [(issue.kind, issue.issue_id) for issue in page.items] == [
        ("refused", "r2"),
        ("rejected_record", "i2"),
        ("unknown_event", "i1"),
    ]
    refused, lost, unknown = page.items
    assert (refused.reason, refused.hint, refused.status, refused.address, refused.repeats) == (
        "too large",
        "Split it.",
        413,
        "10.0.0.2",
        2,
    )
    assert (refused.path, refused.time_us) == ("/v1/logs", at_us(30))
    assert (unknown.address, unknown.user_agent, unknown.status, unknown.sample) == ("10.0.0.1", "OTel", 200, "{}")
    assert (unknown.repeats, unknown.hint, lost.address, lost.status) == (3, "Update.", "", 0)
    assert [i.kind for i in (await list_issues([seed.reader], TimeRange(), kind="refused")).items] == ["refused"]
    in_time = await list_issues([seed.reader], TimeRange(at_us(20), at_us(30)))
    assert [issue.issue_id for issue in in_time.items] == ["i2"]


async def test_a_refusal_with_an_issue_of_its_own_is_one_line(seed: Seed) -> None:
    seed.request("r1", 10, status=400, reason="no OTLP", address="10.0.0.1")
    seed.issue("i1", 10, request_id="r1", kind="undecodable", sample="garbage")
    seed.request("r2", 11, status=400, reason="no OTLP")
    found = (await list_issues([seed.reader], TimeRange())).items
    assert [(issue.kind, issue.request_id, issue.sample) for issue in found] == [
        ("refused", "r2", ""),
        ("undecodable", "r1", "garbage"),
    ]
    assert (found[1].address, found[1].status) == ("10.0.0.1", 400)


async def test_issues_in_pages_over_two_projects(seed: Seed) -> None:
    other = Seed(seed.store)
    for number in range(7):
        (seed if number % 2 else other).issue(f"i{number}", number // 3)
        (other if number % 2 else seed).request(f"r{number}", number // 3, status=400)
    stores = [seed.reader, other.reader]
    whole = [issue.issue_id for issue in (await list_issues(stores, TimeRange(), limit=100)).items]
    pages, cursor = [], None
    while True:
        page = await list_issues(stores, TimeRange(), cursor=cursor, limit=4)
        pages += [issue.issue_id for issue in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert pages == whole
    assert len(set(whole)) == 14


async def test_setup_status(seed: Seed) -> None:
    before = await load_setup_status(seed.reader, "codex", [seed.reader])
    assert (before.first_event_us, before.last_event_us, before.last_trace_id, before.last_refusal) == (None,) * 4
    seed.request("r1", 0, status=401, reason="wrong key")
    seed.event("s1", "e1", 5)
    seed.event("s1", "e2", 9)
    seed.event("other", "e3", 99, agent="claude_code")
    seed.trace("t1", 5, kind="session", source="codex")
    seed.trace("t2", 9, kind="title", source="codex")
    seed.trace("t3", 99, source="otel")
    after = await load_setup_status(seed.reader, "codex", [seed.reader])
    assert (after.first_event_us, after.last_event_us, after.last_trace_id) == (at_us(5), at_us(9), "t1")
    assert after.last_refusal is not None
    assert after.last_refusal.reason == "wrong key"


async def test_what_comes_by_langfuses_api_has_slices_of_its_own(seed: Seed) -> None:
    seed.request("r1", 1, signal="langfuse_batch", records=5)
    seed.request("r2", 1, signal="scores", records=2)
    seed.request("r3", 1, signal="scores", status=400, records=0)
    seed.request("r4", 1, signal="deletions", records=1)
    (part,) = [part for part in (await load_ingestion([seed.reader], at_us(0), at_us(60))).slices if part.batch]
    assert (part.batch, part.scores, part.refused, part.logs, part.traces) == (5, 2, 1, 0, 0)
