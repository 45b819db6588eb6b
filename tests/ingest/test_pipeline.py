"""The pipeline on a real store and a real journal: what was acknowledged becomes visible, whatever happens."""

import asyncio
import random
import uuid
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from sidelight.ingest.interpret import InterpretOptions
from sidelight.ingest.live import LiveFeed
from sidelight.ingest.pipeline import Pipeline
from sidelight.ingest.writer import BatchWriter
from sidelight.model.time import NS_PER_S
from sidelight.store.driver import Driver, Row
from sidelight.store.journal import Journal, JournalEntry
from tests.ingest.flaky import REFUSED_WORD, Flaky, wait_until_empty
from tests.otlp.captures import all_captures

MIDNIGHT_NS = 1_764_547_200 * NS_PER_S  # 2025-12-01T00:00:00Z


def capture_entries(project: str, name: str) -> list[JournalEntry]:
    found = [
        JournalEntry(project, str(capture.signal), str(capture.format), 1, capture.body, {"request_id": str(capture)})
        for capture in all_captures()
        if str(capture).startswith(name)
    ]
    assert found
    return found


def span_entry(project: str, span_id: str, name: str, start_ns: int = MIDNIGHT_NS, **attributes: str) -> JournalEntry:
    span = {
        "traceId": "ab" * 16,
        "spanId": span_id,
        "name": name,
        "startTimeUnixNano": str(start_ns),
        "endTimeUnixNano": str(start_ns + NS_PER_S),
        "attributes": [{"key": key, "value": {"stringValue": value}} for key, value in attributes.items()],
    }
    body = orjson.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]})
    return JournalEntry(project, "traces", "json", 1, body, {"request_id": uuid.uuid4().hex})


def final(driver: Driver, project: str, table: str, columns: str, order: str) -> list[Row]:
    sql = f"SELECT {columns} FROM {table} FINAL WHERE project_id = {{project_id:String}} ORDER BY {order}"
    return driver.query(sql, {"project_id": project})


def state(driver: Driver, project: str) -> tuple[list[Row], list[Row]]:
    """Everything people see of a project, without versions and times of writing."""
    hidden = "* EXCEPT (project_id, created_at, event_ts)"
    return final(driver, project, "traces", hidden, "id"), final(
        driver, project, "observations", hidden, "trace_id, id"
    )


def totals(driver: Driver, project: str) -> list[tuple[object, ...]]:
    columns = "id, kind, tokens_total, usage, cost_usd, input, output"
    return [tuple(row.values()) for row in final(driver, project, "observations", columns, "id")]


def test_a_session_becomes_a_trace(driver: Flaky, project: str, run: Callable[..., None]) -> None:
    run(capture_entries(project, "03_tools"))
    traces, observations = state(driver, project)
    assert [trace["name"] for trace in traces] == ["Create notes.txt and report how many lines it has"]
    kinds = [observation["kind"] for observation in observations]
    assert {kind: kinds.count(kind) for kind in kinds} == {"session": 1, "turn": 1, "model_call": 4, "tool": 4}
    assert sum(observation["tokens_total"] for observation in observations) == 9855


@pytest.mark.parametrize("name", ["03_tools", "08_multi_turn", "10_subagent", "12_tui"])
def test_order_and_repeats_change_nothing(driver: Flaky, project: str, run: Callable[..., None], name: str) -> None:
    entries = capture_entries(project, name)
    run(entries)
    expected = state(driver, project)
    other = uuid.uuid4().hex
    shuffled = capture_entries(other, name) * 2
    random.Random(name).shuffle(shuffled)
    for entry in shuffled:
        run([entry])
    assert state(driver, other) == expected


def test_all_signals_give_what_logs_alone_give(driver: Flaky, project: str, run: Callable[..., None]) -> None:
    entries = capture_entries(project, "04_all_signals")
    run(entries)
    logs_only = uuid.uuid4().hex
    run([entry for entry in capture_entries(logs_only, "04_all_signals") if entry.signal == "logs"])
    assert totals(driver, project) == totals(driver, logs_only)
    assert len(final(driver, project, "traces", "id", "id")) == 1
    assert final(driver, project, "metric_points", "count() AS n", "n")[0]["n"] > 100


def test_a_broken_entry_is_set_aside_and_shown(
    driver: Flaky, project: str, journal: Journal, run: Callable[..., None]
) -> None:
    broken = JournalEntry(project, "traces", "protobuf", 1, b"\xff\xff\xff", {"request_id": "broken"})
    run([span_entry(project, "01" * 8, "before"), broken, span_entry(project, "02" * 8, "after")])
    assert [row["name"] for row in final(driver, project, "observations", "name", "name")] == ["after", "before"]
    issues = final(driver, project, "ingest_issues", "kind, request_id, hint", "kind")
    assert [(issue["kind"], issue["request_id"]) for issue in issues] == [("dead_letter", "broken")]
    assert [letter.entry.body for letter in journal.dead_letters()] == [b"\xff\xff\xff"]


def test_what_the_store_refuses_harms_no_neighbour(
    driver: Flaky, project: str, journal: Journal, run: Callable[..., None]
) -> None:
    bad = span_entry(project, "02" * 8, REFUSED_WORD)
    run([span_entry(project, "01" * 8, "a"), bad, span_entry(project, "03" * 8, "b")])
    assert [row["name"] for row in final(driver, project, "observations", "name", "name")] == ["a", "b"]
    assert [letter.entry.body for letter in journal.dead_letters()] == [bad.body]
    issues = final(driver, project, "ingest_issues", "kind, reason", "kind")
    assert [(issue["kind"], issue["reason"]) for issue in issues] == [("dead_letter", "cannot parse")]


def test_what_brings_out_a_fault_harms_no_neighbour(
    driver: Flaky, project: str, journal: Journal, run: Callable[..., None]
) -> None:
    driver.fault = ValueError("not foreseen")
    bad = span_entry(project, "02" * 8, REFUSED_WORD)
    run([span_entry(project, "01" * 8, "a"), bad, span_entry(project, "03" * 8, "b")])
    assert [row["name"] for row in final(driver, project, "observations", "name", "name")] == ["a", "b"]
    assert [letter.entry.body for letter in journal.dead_letters()] == [bad.body]
    issues = final(driver, project, "ingest_issues", "kind, reason", "kind")
    assert [(issue["kind"], issue["reason"]) for issue in issues] == [("dead_letter", "ValueError: not foreseen")]


@pytest.mark.parametrize("code", [0, 241, 243, 252], ids=["unreachable", "memory", "disk full", "too many parts"])
def test_an_outage_of_the_store_only_delays(driver: Flaky, project: str, run: Callable[..., None], code: int) -> None:
    driver.outages, driver.outage_code = 2, code
    run([span_entry(project, "01" * 8, "patient")])
    assert [row["name"] for row in final(driver, project, "observations", "name", "name")] == ["patient"]
    assert driver.outages == 0


def test_what_never_fits_into_memory_is_set_aside_in_the_end(
    driver: Flaky, project: str, journal: Journal, run: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sidelight.ingest.pipeline.RETRY_FIRST_S", 0.01)
    monkeypatch.setattr("sidelight.ingest.pipeline.RETRY_LONGEST_S", 0.04)
    driver.refusal_code = 241
    huge = span_entry(project, "02" * 8, REFUSED_WORD)
    run([span_entry(project, "01" * 8, "a"), huge, span_entry(project, "03" * 8, "b")])
    assert [row["name"] for row in final(driver, project, "observations", "name", "name")] == ["a", "b"]
    assert [letter.entry.body for letter in journal.dead_letters()] == [huge.body]
    assert len(driver.refusals) > 3


def test_what_a_crash_left_in_the_journal_is_read_at_the_next_start(
    driver: Flaky, project: str, tmp_path: Path, run: Callable[..., None]
) -> None:
    journal = Journal(tmp_path / "left.db", is_synced=False)
    journal.append_blocking(span_entry(project, "01" * 8, "left"))
    journal.close()
    journal = Journal(tmp_path / "left.db", is_synced=False)
    pipeline = Pipeline(journal, BatchWriter(driver), LiveFeed(), InterpretOptions())
    pipeline.start()
    assert wait_until_empty(journal)
    pipeline.stop()
    journal.close()
    assert [row["name"] for row in final(driver, project, "observations", "name", "name")] == ["left"]


def test_a_trace_whose_first_span_comes_late_moves_to_the_earlier_day(
    driver: Flaky, project: str, run: Callable[..., None]
) -> None:
    run([span_entry(project, "01" * 8, "late root", MIDNIGHT_NS + NS_PER_S)])
    run([span_entry(project, "02" * 8, "early root", MIDNIGHT_NS - NS_PER_S)])
    traces = final(driver, project, "traces", "id, timestamp", "id")
    assert [trace["timestamp"] for trace in traces] == ["2025-11-30T23:59:59.000000Z"]


async def test_readers_hear_of_changed_traces(driver: Flaky, project: str, journal: Journal) -> None:
    live = LiveFeed()
    live.attach(asyncio.get_running_loop())
    subscription = live.subscribe(project)
    heard = asyncio.ensure_future(anext(subscription))
    await asyncio.sleep(0)
    pipeline = Pipeline(journal, BatchWriter(driver), live, InterpretOptions())
    pipeline.start()
    await journal.append(span_entry(project, "01" * 8, "news"))
    assert await asyncio.wait_for(heard, 10) == ["ab" * 16]
    await asyncio.to_thread(pipeline.stop)
    await subscription.aclose()
