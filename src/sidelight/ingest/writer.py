"""Writes batches into the store: events first, then what the fold makes of them, then traces."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from sidelight.enrich.price_book import BookOf, managed_prices
from sidelight.enrich.pricing import price_session
from sidelight.ingest.batch import Batch
from sidelight.ingest.deleter import Deleter
from sidelight.ingest.deletion import joined_deletions
from sidelight.ingest.langfuse_batch.folder import PieceFolder
from sidelight.ingest.scores.judge import ScoreReport
from sidelight.ingest.scores.writer import ScoreWriter
from sidelight.ingest.sessions import SessionFolder
from sidelight.ingest.trace_writer import TraceKey, TraceWriter
from sidelight.model import AgentEvent, Observation, Trace
from sidelight.model.time import NS_PER_S, to_store
from sidelight.store.driver import Driver, Row
from sidelight.store.encode import encode_rows
from sidelight.store.rows import observation_row

NS_PER_DAY = 86_400 * NS_PER_S

_STORED_DAYS = """
SELECT id, trace_id, toUnixTimestamp64Micro(start_time) AS start_us
FROM observations FINAL
WHERE project_id = {project_id:String} AND trace_id IN {trace_ids:Array(String)} AND id IN {ids:Array(String)}
    AND toDate(start_time) BETWEEN toDate({first_s:Int64}) - 1 AND toDate({last_s:Int64}) + 1
"""


def runs_of(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    """Batches in their order, deletions apart: one acts on all that came before it, and on nothing after."""
    return (list(run) for _, run in groupby(batches, key=lambda batch: batch.deletion is not None))


class BatchWriter:
    """Puts batches into the store. For one thread; writing a batch again changes nothing."""

    def __init__(self, driver: Driver, book_of: BookOf = managed_prices) -> None:
        """``book_of`` gives the prices of a project."""
        self._driver = driver
        self._book_of = book_of
        self._folder = SessionFolder(driver)
        self._traces = TraceWriter(driver)
        self._pieces = PieceFolder(driver, book_of)
        self._scores = ScoreWriter(driver)
        self._deleter = Deleter(driver)

    def write(self, batches: Sequence[Batch]) -> dict[str, set[str]]:
        """Write all, and say which traces changed, by project.

        Deletions are written apart from everything else, since order matters to them (:func:`runs_of`).

        Raises :class:`~sidelight.store.driver.StoreError`; then some rows may be stored and the batches must be written
        again.
        """
        try:
            return self._delete(batches) if batches and batches[0].deletion else self._write(batches)
        except Exception:
            self._traces.forget()
            raise

    def _write(self, batches: Sequence[Batch]) -> dict[str, set[str]]:
        payloads: defaultdict[str, list[bytes]] = defaultdict(list)
        events: defaultdict[str, list[AgentEvent]] = defaultdict(list)
        reports: defaultdict[TraceKey, list[Trace]] = defaultdict(list)
        changed: defaultdict[str, set[str]] = defaultdict(set)
        scores: defaultdict[str, list[ScoreReport]] = defaultdict(list)
        touched: defaultdict[str, set[str]] = defaultdict(set)
        for batch in batches:
            project_id = batch.entry.project_id
            for table, payload in batch.payloads.items():
                payloads[table].append(payload)
            events[project_id].extend(batch.events)
            for trace in batch.traces:
                reports[project_id, trace.id].append(trace)
            changed[project_id] |= batch.changed_traces
            scores[project_id].extend(batch.scores)
            touched[project_id] |= batch.object_ids
        self._insert("agent_events", payloads.pop("agent_events", []))
        self._insert("batch_events", payloads.pop("batch_events", []))
        now_ns = time.time_ns()
        for project_id, new_events in events.items():
            observations, superseded = self._fold(project_id, new_events, reports, now_ns)
            changed[project_id] |= {observation.trace_id for observation in observations}
            rows = superseded + self._moved(project_id, observations, now_ns)
            rows += [observation_row(project_id, observation, now_ns) for observation in observations]
            payloads["observations"].append(encode_rows(rows))
        for project_id, object_ids in touched.items():
            if object_ids:
                rows = self._fold_pieces(project_id, object_ids, reports, changed[project_id], now_ns)
                payloads["observations"].append(encode_rows(rows))
        for project_id, found in scores.items():
            if found:
                payloads["scores"].append(encode_rows(self._scores.rows(project_id, found, now_ns)))
                changed[project_id] |= {report.score.trace_id for report in found} - {""}
        self._insert("observations", payloads.pop("observations", []))
        self._insert("traces", [encode_rows(self._traces.rows(reports, now_ns))])
        for table, encoded in payloads.items():
            self._insert(table, encoded)
        return changed

    def _delete(self, batches: Sequence[Batch]) -> dict[str, set[str]]:
        by_project: defaultdict[str, list[Batch]] = defaultdict(list)
        payloads: defaultdict[str, list[bytes]] = defaultdict(list)
        for batch in batches:
            by_project[batch.entry.project_id].append(batch)
            for table, payload in batch.payloads.items():
                payloads[table].append(payload)
        self._traces.forget()
        changed = {project_id: self._delete_in(project_id, found) for project_id, found in by_project.items()}
        for table, encoded in payloads.items():
            self._insert(table, encoded)
        return changed

    def _delete_in(self, project_id: str, batches: Iterable[Batch]) -> set[str]:
        found = [(batch.deletion, batch.entry.received_ns) for batch in batches if batch.deletion is not None]
        deletion = joined_deletions(one for one, _ in found)
        self._deleter.delete(project_id, deletion, max(received_ns for _, received_ns in found))
        return set(deletion.trace_ids)

    def _fold_pieces(
        self,
        project_id: str,
        object_ids: Collection[str],
        reports: dict[TraceKey, list[Trace]],
        changed: set[str],
        now_ns: int,
    ) -> list[Row]:
        """Rows of the objects that new pieces touch, and tombstones where former rows of them may stand."""
        rows: list[Row] = []
        for folded in self._pieces.fold_touched(project_id, object_ids):
            if isinstance(folded, Trace):
                reports.setdefault((project_id, folded.id), []).append(folded)
                changed.add(folded.id)
                continue
            observation = folded.observation
            changed.add(observation.trace_id)
            rows.append(observation_row(project_id, observation, now_ns))
            for trace_id, start_ns in folded.former_places:
                rows.append(_tombstone(project_id, trace_id, observation.id, start_ns, now_ns))
        return rows

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
