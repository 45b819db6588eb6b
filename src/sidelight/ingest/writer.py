"""Writes batches into the store: events first, then what the fold makes of them, then traces."""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sidelight.enrich.price_book import BookOf, managed_prices
from sidelight.enrich.pricing import price_session
from sidelight.ingest.batch import Batch
from sidelight.ingest.sessions import SessionFolder
from sidelight.ingest.trace_writer import TraceKey, TraceWriter
from sidelight.model import AgentEvent, Observation, Trace
from sidelight.model.time import NS_PER_S, to_store
from sidelight.store.driver import Driver, Row, StoreError
from sidelight.store.encode import encode_rows
from sidelight.store.rows import observation_row

NS_PER_DAY = 86_400 * NS_PER_S

_STORED_DAYS = """
SELECT id, trace_id, toUnixTimestamp64Micro(start_time) AS start_us
FROM observations FINAL
WHERE project_id = {project_id:String} AND trace_id IN {trace_ids:Array(String)} AND id IN {ids:Array(String)}
    AND toDate(start_time) BETWEEN toDate({first_s:Int64}) - 1 AND toDate({last_s:Int64}) + 1
"""


class BatchWriter:
    """Puts batches into the store. For one thread; writing a batch again changes nothing."""

    def __init__(self, driver: Driver, book_of: BookOf = managed_prices) -> None:
        """``book_of`` gives the prices of a project."""
        self._driver = driver
        self._book_of = book_of
        self._folder = SessionFolder(driver)
        self._traces = TraceWriter(driver)

    def write(self, batches: Sequence[Batch]) -> dict[str, set[str]]:
        """Write all, and say which traces changed, by project.

        Raises :class:`~sidelight.store.driver.StoreError`; then some rows may be stored and the batches must be written
        again.
        """
        try:
            return self._write(batches)
        except StoreError:
            self._traces.forget()
            raise

    def _write(self, batches: Sequence[Batch]) -> dict[str, set[str]]:
        payloads: defaultdict[str, list[bytes]] = defaultdict(list)
        events: defaultdict[str, list[AgentEvent]] = defaultdict(list)
        reports: defaultdict[TraceKey, list[Trace]] = defaultdict(list)
        changed: defaultdict[str, set[str]] = defaultdict(set)
        for batch in batches:
            project_id = batch.entry.project_id
            for table, payload in batch.payloads.items():
                payloads[table].append(payload)
            events[project_id].extend(batch.events)
            for trace in batch.traces:
                reports[project_id, trace.id].append(trace)
            changed[project_id] |= batch.changed_traces
        self._insert("agent_events", payloads.pop("agent_events", []))
        now_ns = time.time_ns()
        for project_id, new_events in events.items():
            observations, superseded = self._fold(project_id, new_events, reports, now_ns)
            changed[project_id] |= {observation.trace_id for observation in observations}
            rows = superseded + self._moved(project_id, observations, now_ns)
            rows += [observation_row(project_id, observation, now_ns) for observation in observations]
            payloads["observations"].append(encode_rows(rows))
        self._insert("observations", payloads.pop("observations", []))
        self._insert("traces", [encode_rows(self._traces.rows(reports, now_ns))])
        for table, found in payloads.items():
            self._insert(table, found)
        return changed

    def _fold(
        self, project_id: str, new_events: Iterable[AgentEvent], reports: dict[TraceKey, list[Trace]], now_ns: int
    ) -> tuple[list[Observation], list[Row]]:
        """Priced observations of the touched windows, and tombstones of those that a later event did away with."""
        observations: list[Observation] = []
        tombstones: list[Row] = []
        for folded in self._folder.fold_touched(project_id, new_events):
            observations += price_session(folded.observations, self._book_of(project_id))
            if folded.trace is not None:
                reports.setdefault((project_id, folded.trace.id), []).append(folded.trace)
                trace_id = folded.trace.id
                tombstones += [_tombstone(project_id, trace_id, s.id, s.start_ns, now_ns) for s in folded.superseded]
        return observations, tombstones

    def _moved(self, project_id: str, observations: Sequence[Observation], now_ns: int) -> list[Row]:
        """Tombstones of rows whose start moved to another day: the day is in the key, so they would not be replaced."""
        if not observations:
            return []
        days = {(o.trace_id, o.id): o.start_ns // NS_PER_DAY for o in observations}
        stored = self._driver.query(
            _STORED_DAYS,
            {
                "project_id": project_id,
                "trace_ids": sorted({observation.trace_id for observation in observations}),
                "ids": sorted({observation.id for observation in observations}),
                "first_s": min(observation.start_ns for observation in observations) // NS_PER_S,
                "last_s": max(observation.start_ns for observation in observations) // NS_PER_S,
            },
        )
        return [
            _tombstone(project_id, row["trace_id"], row["id"], start_ns, now_ns)
            for row in stored
            if (start_ns := row["start_us"] * 1000) // NS_PER_DAY
            != days.get((row["trace_id"], row["id"]), start_ns // NS_PER_DAY)
        ]

    def _insert(self, table: str, payloads: Sequence[bytes]) -> None:
        payload = b"".join(payloads)
        if payload:
            self._driver.insert_json(table, payload)


def _tombstone(project_id: str, trace_id: str, observation_id: str, start_ns: int, now_ns: int) -> Row:
    """A row that deletes an observation: only its key and version matter."""
    return {
        "project_id": project_id,
        "trace_id": trace_id,
        "id": observation_id,
        "start_time": to_store(start_ns),
        "event_ts": to_store(now_ns),
        "is_deleted": 1,
    }
