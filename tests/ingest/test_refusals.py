"""Refusals are kept whatever happens, and a flood of them costs next to nothing."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sidelight.ingest import refusals
from sidelight.ingest.refusals import MAX_DISTINCT, Refusal, RefusalLog
from sidelight.settings import Settings
from sidelight.store.store import open_store
from tests.ingest.receiver_app import RecordingStore

BAD_KEY = Refusal(
    received_ns=1_795_436_295_000_000_000,
    transport="http",
    path="/v1/logs",
    address="192.0.2.1",
    user_agent="OTel-OTLP-Exporter-Rust/0.31.0",
    status=401,
    code="unexpanded_variable",
    reason="The Authorization header contains the name of a variable, not its value.",
    hint="Codex does not expand variables in config.toml.",
    bytes=100,
)
BAD_BODY = replace(
    BAD_KEY, kind="undecodable", status=400, code="not_otlp", reason="The body is a web page.", sample="<html>"
)


def as_store(store: RecordingStore) -> Any:
    return store


async def test_a_refusal_becomes_a_request() -> None:
    log, store = RefusalLog(), RecordingStore()
    log.record(BAD_KEY)
    await log.flush(as_store(store))
    (request,) = store.rows["ingest_requests"]
    assert request["status"] == 401
    assert request["received_at"] == "1795436295.000000"
    assert request["reason"] == BAD_KEY.reason
    assert request["hint"] == BAD_KEY.hint
    assert "ingest_issues" not in store.rows


async def test_a_broken_body_is_shown_by_an_issue_of_the_request() -> None:
    log, store = RefusalLog(), RecordingStore()
    log.record(BAD_BODY)
    await log.flush(as_store(store))
    (request,) = store.rows["ingest_requests"]
    (issue,) = store.rows["ingest_issues"]
    assert request["request_id"] == issue["request_id"]
    assert (issue["kind"], issue["name"], issue["sample"]) == ("undecodable", "not_otlp", "<html>")
    assert issue["time"] == request["received_at"]
    assert issue["reason"] == request["reason"]


async def test_the_rows_fit_the_real_store(tmp_path: Path) -> None:
    store = open_store(Settings(data_dir=tmp_path))
    try:
        log = RefusalLog()
        log.record(replace(BAD_BODY, project_id="p", sample="x" * 900))
        log.record(replace(BAD_BODY, project_id="p"))
        await log.flush(store)
        for table, column in (("ingest_requests", "status"), ("ingest_issues", "length(sample) AS size")):
            sql = f"SELECT repeats, hint, {column} FROM {table} WHERE project_id = {{project_id:String}}"
            (row,) = await store.project("p").query(sql)
            assert row["repeats"] == 2
            assert row["hint"] == BAD_KEY.hint
            assert row.get("status", 400) == 400
            assert row.get("size", 500) == 500
    finally:
        store.close()


async def test_repeats_within_a_second_are_one_row_with_a_count() -> None:
    log, store = RefusalLog(), RecordingStore()
    for _ in range(5):
        log.record(BAD_KEY)
    log.record(replace(BAD_KEY, code="unknown_key"))
    log.record(replace(BAD_KEY, address="192.0.2.2"))
    log.record(replace(BAD_KEY, path="/v1/traces"))
    log.record(replace(BAD_KEY, project_id="p"))
    log.record(replace(BAD_KEY, reason="Another fault under the same code."))
    await log.flush(as_store(store))
    assert [row["repeats"] for row in store.rows["ingest_requests"]] == [5, 1, 1, 1, 1, 1]
    assert len({row["request_id"] for row in store.rows["ingest_requests"]}) == 6
    assert store.rows["ingest_requests"][0]["bytes"] == 500
    log.record(BAD_KEY)
    await log.flush(as_store(store))
    assert store.rows["ingest_requests"][-1]["repeats"] == 1


async def test_a_flood_from_everywhere_is_bounded_and_counted() -> None:
    log, store = RefusalLog(), RecordingStore()
    start_s = time.perf_counter()
    for number in range(20_000):
        log.record(replace(BAD_KEY, address=f"2001:db8::{number:x}", path="/" + "x" * 10_000))
    assert time.perf_counter() - start_s < 5
    await log.flush(as_store(store))
    rows = store.rows["ingest_requests"]
    assert len(rows) == MAX_DISTINCT + 1
    assert sum(row["repeats"] for row in rows) == 20_000
    assert max(len(row["path"]) for row in rows) < 1000
    assert rows[-1]["address"] == ""


async def test_what_the_store_does_not_take_is_written_later() -> None:
    log, store = RefusalLog(), RecordingStore()
    store.is_away = True
    log.record(BAD_KEY)
    await log.flush(as_store(store))
    assert store.rows == {}
    store.is_away = False
    log.record(replace(BAD_KEY, code="unknown_key", reason="later"))
    await log.flush(as_store(store))
    await log.flush(as_store(store))
    assert [row["reason"] for row in store.rows["ingest_requests"]] == [BAD_KEY.reason, "later"]


async def test_nothing_grows_while_the_store_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "MAX_KEPT", 10)
    log, store = RefusalLog(), RecordingStore()
    store.is_away = True
    for number in range(50):
        log.record(replace(BAD_BODY, code=f"code-{number}"))
        await log.flush(as_store(store))
    store.is_away = False
    await log.flush(as_store(store))
    assert [row["name"] for row in store.rows["ingest_issues"]] == [f"code-{number}" for number in range(40, 50)]


async def test_it_writes_in_the_background_and_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "FLUSH_EVERY_S", 0.01)
    log, store = RefusalLog(), RecordingStore()
    log.start(as_store(store))
    log.record(BAD_KEY)
    await asyncio.wait_for(store.has_rows.wait(), 5)
    monkeypatch.setattr(refusals, "FLUSH_EVERY_S", 3600)
    await asyncio.sleep(0.05)
    log.record(replace(BAD_KEY, code="last", reason="last"))
    await log.close()
    await log.close()
    assert [row["reason"] for row in store.rows["ingest_requests"]] == [BAD_KEY.reason, "last"]
