"""What one journal entry puts into the store, already encoded; made in the interpreting thread."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sidelight.ingest.deletion import Deletion
from sidelight.ingest.interpret import Interpreted
from sidelight.ingest.issues import Issue, issue_row
from sidelight.ingest.langfuse_batch.piece import piece_row
from sidelight.ingest.scores.judge import ScoreReport
from sidelight.ingest.words import AWAITED
from sidelight.model import AgentEvent, Trace
from sidelight.model.time import to_store
from sidelight.store.driver import Row
from sidelight.store.encode import encode_rows
from sidelight.store.journal import JournalEntry
from sidelight.store.rows import event_row, metric_row, observation_row


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows by table as JSONEachRow, and the values that still have to be joined with what is stored.

    ``entry`` is the journal entry without its body; ``object_ids`` are those that its pieces belong to.
    """

    entry: JournalEntry
    events: tuple[AgentEvent, ...]
    traces: tuple[Trace, ...]
    changed_traces: frozenset[str]
    payloads: dict[str, bytes]
    scores: tuple[ScoreReport, ...] = ()
    object_ids: frozenset[str] = frozenset()
    deletion: Deletion | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether a client waits for it to be visible: everything but telemetry."""
        return self.entry.signal in AWAITED

    @property
    def payload_bytes(self) -> int:
        """Size of the encoded rows."""
        return sum(map(len, self.payloads.values()))

    @classmethod
    def of(cls, entry: JournalEntry, meaning: Interpreted) -> "Batch":
        """Encode the meaning of an entry."""
        project_id, now_ns = entry.project_id, time.time_ns()
        rows: dict[str, Iterable[Row]] = {
            "agent_events": [event_row(project_id, event, entry.received_ns) for event in meaning.events],
            "observations": [observation_row(project_id, o, now_ns) for o in meaning.observations],
            "metric_points": [metric_row(project_id, point, entry.received_ns) for point in meaning.metrics],
            "batch_events": [piece_row(project_id, piece, entry.received_ns) for piece in meaning.pieces],
            "ingest_issues": _issue_rows(entry, meaning),
            "ingest_requests": [_request_row(entry, meaning)],
        }
        return cls(
            entry=replace(entry, body=b""),
            events=tuple(meaning.events),
            traces=tuple(meaning.traces),
            changed_traces=frozenset(observation.trace_id for observation in meaning.observations),
            payloads={table: payload for table, found in rows.items() if (payload := encode_rows(found))},
            scores=tuple(meaning.scores),
            object_ids=frozenset(piece.object_id for piece in meaning.pieces),
            deletion=meaning.deletion,
        )

    @classmethod
    def of_dead_letter(cls, entry: JournalEntry, reason: str) -> "Batch":
        """What people are told of an entry that was set aside."""
        hint = "The request is kept in the journal's dead letters; please report this."
        meaning = Interpreted(issues=[Issue("dead_letter", entry.signal, reason, hint)])
        payloads = {"ingest_issues": encode_rows(_issue_rows(entry, meaning))}
        return cls(replace(entry, body=b""), (), (), frozenset(), payloads)


def request_id_of(entry: JournalEntry) -> str:
    """The receiver's id of the request, else the entry's own."""
    return str(entry.meta.get("request_id") or entry.id)


def _issue_rows(entry: JournalEntry, meaning: Interpreted) -> list[Row]:
    service = (meaning.service_name, meaning.service_version)
    request_id = request_id_of(entry)
    return [
        issue_row(entry.project_id, request_id, entry.signal, entry.received_ns, issue, service=service)
        for issue in meaning.issues
    ]


def _request_row(entry: JournalEntry, meaning: Interpreted) -> Row:
    meta = entry.meta
    return {
        "project_id": entry.project_id,
        "received_at": to_store(entry.received_ns),
        "request_id": request_id_of(entry),
        "signal": entry.signal,
        "transport": meta.get("transport", ""),
        "format": entry.format,
        "path": meta.get("path", ""),
        "address": meta.get("address", ""),
        "user_agent": meta.get("user_agent", ""),
        "service_name": meaning.service_name,
        "service_version": meaning.service_version,
        "key_id": meta.get("key_id", ""),
        "status": 200,
        "bytes": meta.get("bytes", len(entry.body)),
        "records": meaning.records,
        "stored": meaning.stored,
        "ignored": meaning.ignored,
        "unknown": meaning.unknown,
        "rejected": meaning.rejected,
        "event_ts": to_store(entry.received_ns),
    }
