"""Order of effect: a deletion acts on all that was acknowledged before it, and on nothing after, also after a crash."""

import asyncio
import random
import uuid
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import pytest

from sidelight.ingest.deletion import Deletion, decode_deletion, encode_deletion
from sidelight.ingest.interpret import InterpretOptions
from sidelight.ingest.langfuse_batch.entry import encode_judged
from sidelight.ingest.langfuse_batch.judge import judge_events
from sidelight.ingest.live import LiveFeed
from sidelight.ingest.pipeline import Pipeline
from sidelight.ingest.words import DELETIONS, LANGFUSE_BATCH
from sidelight.ingest.writer import BatchWriter
from sidelight.store.driver import Driver
from sidelight.store.journal import Journal, JournalEntry
from tests.fixtures.write_world import event
from tests.ingest.flaky import Flaky
from tests.ingest.test_pipeline import capture_entries, final, span_entry, state

Run = Callable[[Iterable[JournalEntry]], None]


def deletion(project: str, *trace_ids: str, received_ns: int = 5_000) -> JournalEntry:
    return JournalEntry(project, DELETIONS, "json", received_ns, encode_deletion(Deletion(trace_ids)))


def batch(project: str, *events: Any, received_ns: int = 1_000) -> JournalEntry:
    judged = judge_events(events, {})
    assert not judged.refusals
    return JournalEntry(project, LANGFUSE_BATCH, "json", received_ns, encode_judged(judged))


def names(driver: Driver, project: str) -> list[str]:
    return [row["name"] for row in final(driver, project, "observations", "name", "name")]


TRACE = "ab" * 16


def test_in_one_group_the_order_of_the_journal_counts(driver: Flaky, project: str, run: Run) -> None:
    run(
        [
            span_entry(project, "01" * 8, "before"),
            span_entry(project, "02" * 8, "before too"),
            deletion(project, TRACE),
            span_entry(project, "01" * 8, "after"),
        ]
    )
    assert names(driver, project) == ["after"]
    assert len(final(driver, project, "traces", "id", "id")) == 1


def test_a_deletion_that_comes_last_leaves_nothing(driver: Flaky, project: str, run: Run) -> None:
    run([span_entry(project, "01" * 8, "before"), deletion(project, TRACE)])
    assert state(driver, project) == ([], [])


def test_a_replay_after_a_crash_gives_the_same(driver: Flaky, project: str, run: Run) -> None:
    entries = [
        span_entry(project, "01" * 8, "before"),
        batch(project, event("span-create", {"id": "s", "traceId": TRACE, "name": "piece before"})),
        deletion(project, TRACE),
        span_entry(project, "02" * 8, "after"),
        batch(project, event("span-update", {"id": "s", "traceId": TRACE, "output": "o"}), received_ns=9_000),
    ]
    run(entries)
    expected = state(driver, project)
    assert names(driver, project) == ["", "after"]
    # Whatever was not removed from the journal yet is done again: all of it, or the end of it.
    for kept in range(len(entries)):
        run(entries[kept:])
        assert state(driver, project) == expected


def test_an_outage_in_between_changes_nothing(driver: Flaky, project: str, run: Run) -> None:
    driver.outages = 2
    run([span_entry(project, "01" * 8, "before"), deletion(project, TRACE), span_entry(project, "02" * 8, "after")])
    assert names(driver, project) == ["after"]


def test_a_deleted_session_stays_away_when_more_of_it_comes(driver: Flaky, project: str, run: Run) -> None:
    entries = capture_entries(project, "03_tools")
    run(entries)
    (trace,) = final(driver, project, "traces", "id", "id")
    everything = len(names(driver, project))
    run([deletion(project, trace["id"])])
    assert state(driver, project) == ([], [])
    run(entries[-1:])
    assert len(names(driver, project)) < everything
    run(entries)
    assert len(names(driver, project)) == everything


@pytest.mark.parametrize("seed", range(3))
def test_pieces_make_the_same_rows_however_they_are_split_and_repeated(
    driver: Flaky, project: str, run: Run, seed: int
) -> None:
    """The trace id comes with the second piece only, and the start moves to the day before with the third."""
    events = [
        event("span-update", {"id": "s", "output": "done", "metadata": {"u": 1}}, at_s=50),
        event("span-create", {"id": "s", "traceId": "t", "name": "n", "metadata": {"c": {"x": 1}}}, at_s=1),
        event("span-update", {"id": "s", "startTime": "2026-11-22T23:00:00Z", "metadata": {"c": {"y": 2}}}, at_s=20),
        event("trace-create", {"id": "t", "name": "first", "tags": ["b"]}, at_s=1),
        event("trace-create", {"id": "t", "output": "o", "tags": ["a"]}, at_s=2),
        event("trace-create", {"id": "t", "name": "last", "timestamp": "2026-11-21T00:00:00Z"}, at_s=3),
    ]
    run([batch(project, *events)])
    expected = state(driver, project)
    assert [len(rows) for rows in expected] == [1, 1]
    dice = random.Random(seed)
    other = uuid.uuid4().hex
    for _ in range(2):
        dice.shuffle(events)
        parts = sorted(dice.sample(range(1, len(events)), 3))
        bounds = [0, *parts, len(events)]
        for first, last in pairwise(bounds):
            run([batch(other, *events[first:last])])
    assert state(driver, other) == expected


async def test_waiting_ends_when_an_entry_is_visible(driver: Flaky, project: str, journal: Journal) -> None:
    pipeline = Pipeline(journal, BatchWriter(driver), LiveFeed(), InterpretOptions())
    pipeline.start()
    try:
        for number in range(3):
            entry_id = await journal.append(batch(project, event("span-create", {"id": f"s{number}", "name": "n"})))
            assert await pipeline.wait_for(entry_id, 10)
            assert len(names(driver, project)) == number + 1
        assert await pipeline.wait_for(entry_id, 0)
        assert not await pipeline.wait_for(entry_id + 1, 0.01)
        broken = await journal.append(JournalEntry(project, LANGFUSE_BATCH, "json", 1, b"{"))
        assert await pipeline.wait_for(broken, 10)
    finally:
        await asyncio.to_thread(pipeline.stop)


async def test_awaited_entries_do_not_wait_for_company(driver: Flaky, project: str, journal: Journal) -> None:
    pipeline = Pipeline(journal, BatchWriter(driver), LiveFeed(), InterpretOptions())
    pipeline.start()
    try:
        await pipeline.wait_for(await journal.append(batch(project, event("span-create", {"id": "warm"}))), 10)
        loop = asyncio.get_running_loop()
        started = loop.time()
        for number in range(5):
            await pipeline.wait_for(
                await journal.append(batch(project, event("span-create", {"id": f"s{number}"}))), 10
            )
        assert loop.time() - started < 1.4  # five of the ordinary interval are 1.5 s
    finally:
        await asyncio.to_thread(pipeline.stop)


def of_experiment(project: str, *experiment_ids: str) -> JournalEntry:
    body = encode_deletion(Deletion(experiment_ids=experiment_ids))
    return JournalEntry(project, DELETIONS, "json", 5_000, body)


def test_a_deleted_experiment_leaves_its_traces(driver: Flaky, project: str, run: Run) -> None:
    entries = [
        span_entry(project, "01" * 8, "of it", **{"langfuse.experiment.id": "e", "langfuse.experiment.item.id": "i"}),
        span_entry(project, "02" * 8, "of another", **{"langfuse.experiment.id": "f"}),
        of_experiment(project, "e"),
    ]
    for replayed in (entries, entries[1:], entries):
        run(replayed)
        found = final(driver, project, "observations", "name, experiment_id, experiment_item_id", "name")
        assert [tuple(row.values()) for row in found] == [("of another", "f", ""), ("of it", "", "")]


def test_an_entry_of_an_older_server_is_understood() -> None:
    assert decode_deletion(b'{"trace_ids": ["t"], "score_ids": []}') == Deletion(("t",))
