"""One journal entry -> values: decode it, and let agents or the span mapping say what its records mean. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sidelight.agents.reading import Reading
from sidelight.agents.registry import Agent, agent_for_log, sort_spans
from sidelight.enrich.price_book import BookOf, managed_prices
from sidelight.enrich.pricing import price
from sidelight.ingest.deletion import Deletion, decode_deletion
from sidelight.ingest.issues import Issue
from sidelight.ingest.langfuse_batch.entry import decode_judged
from sidelight.ingest.langfuse_batch.piece import Piece
from sidelight.ingest.scores.judge import ScoreReport
from sidelight.ingest.words import DELETIONS, LANGFUSE_BATCH, SCORES
from sidelight.mapping import Sender, map_spans
from sidelight.model import (
    AgentEvent,
    AgentEventKind,
    Attributes,
    LogRecord,
    MetricPoint,
    Observation,
    Span,
    Trace,
)
from sidelight.model.attributes import as_str
from sidelight.model.ids import derive_id
from sidelight.otlp.decode import decode_logs, decode_metrics, decode_spans
from sidelight.otlp.decoded import RecordProblem
from sidelight.otlp.signal import Signal
from sidelight.store.attributes_json import attributes_to_json
from sidelight.store.journal import JournalEntry

CONNECTION_CHECK = "sidelight.connection_check"
REFUSED_EVENT_HINT = "Only this event was left out; the sender was told. Correct it there and send it again."
UNCLAIMED_HINT = "Kept with the project's raw events. No adapter turns it into a trace yet."


@dataclass(frozen=True, slots=True)
class InterpretOptions:
    """What a project or the server sets about meaning."""

    keep_internal_spans: bool = False
    book_of: BookOf = managed_prices


@dataclass(slots=True)
class Interpreted:
    """Everything that one entry means. ``records`` = stored + ignored + unknown + rejected."""

    events: list[AgentEvent] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    metrics: list[MetricPoint] = field(default_factory=list)
    scores: list[ScoreReport] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    deletion: Deletion | None = None
    issues: list[Issue] = field(default_factory=list)
    records: int = 0
    ignored: int = 0
    unknown: int = 0
    rejected: int = 0
    service_name: str = ""
    service_version: str = ""

    @property
    def stored(self) -> int:
        """Records that became something people can see."""
        return self.records - self.ignored - self.unknown - self.rejected


def interpret(entry: JournalEntry, options: InterpretOptions) -> Interpreted:
    """The meaning of an entry.

    Raises :class:`~sidelight.otlp.errors.OtlpError` for a body that is no OTLP, which the receiver did not let through.
    """
    if entry.signal in (LANGFUSE_BATCH, SCORES):
        return _interpret_judged(entry)
    if entry.signal == DELETIONS:
        deletion = decode_deletion(entry.body)
        return Interpreted(deletion=deletion, records=deletion.count)
    match Signal(entry.signal):
        case Signal.LOGS:
            return _interpret_logs(entry)
        case Signal.TRACES:
            return _interpret_spans(entry, options)
        case Signal.METRICS:
            return _interpret_metrics(entry)


def _interpret_logs(entry: JournalEntry) -> Interpreted:
    decoded = decode_logs(entry.body, entry.format)
    result = Interpreted(records=len(decoded.records))
    unclaimed: dict[str, list[LogRecord]] = {}
    for record in decoded.records:
        _note_service(result, record.resource)
        agent = agent_for_log(record)
        if agent is not None:
            _take(result, agent, agent.read_log(record))
        elif record.attributes.get("event.name") == CONNECTION_CHECK:
            result.ignored += 1
        else:
            name = as_str(record.attributes.get("event.name")) or record.event_name or record.scope_name or "log record"
            unclaimed.setdefault(name, []).append(record)
    for name, records in unclaimed.items():
        result.unknown += len(records)
        result.events.extend(_unclaimed_event(name, record, entry.received_ns) for record in records)
        sample = attributes_to_json({"body": records[0].body, **records[0].attributes})
        reason = "A log record from a sender that Sidelight has no adapter for"
        result.issues.append(Issue("unknown_event", name, reason, UNCLAIMED_HINT, sample, len(records)))
    _note_problems(result, decoded.problems)
    return result


def _interpret_spans(entry: JournalEntry, options: InterpretOptions) -> Interpreted:
    decoded = decode_spans(entry.body, entry.format)
    result = Interpreted(records=len(decoded.records))
    by_agent, others = sort_spans(decoded.records)
    for agent, spans in by_agent.values():
        _note_service(result, spans[0].resource)
        reading = agent.read_spans(spans)
        _take(result, agent, reading)
        if options.keep_internal_spans:
            result.ignored -= reading.ignored
            _map(result, spans, entry, options)
    if others:
        _note_service(result, others[0].resource)
        _map(result, others, entry, options)
    _note_problems(result, decoded.problems)
    return result


def _interpret_metrics(entry: JournalEntry) -> Interpreted:
    decoded = decode_metrics(entry.body, entry.format)
    result = Interpreted(records=len(decoded.records), metrics=decoded.records)
    if decoded.records:
        _note_service(result, decoded.records[0].resource)
    _note_problems(result, decoded.problems)
    return result


def _interpret_judged(entry: JournalEntry) -> Interpreted:
    judged = decode_judged(entry.body)
    found = len(judged.pieces) + len(judged.scores) + judged.ignored
    result = Interpreted(
        pieces=judged.pieces,
        scores=judged.scores,
        records=found + len(judged.refused),
        ignored=judged.ignored,
        rejected=len(judged.refused),
        service_name=str(entry.meta.get("sdk_name", "")),
        service_version=str(entry.meta.get("sdk_version", "")),
    )
    for (name, reason), repeats in Counter((refused.name, refused.reason) for refused in judged.refused).items():
        result.issues.append(Issue("rejected_record", name, reason, REFUSED_EVENT_HINT, repeats=repeats))
    return result


def _map(result: Interpreted, spans: Sequence[Span], entry: JournalEntry, options: InterpretOptions) -> None:
    observations, traces = map_spans(spans, entry.received_ns, _sender_of(entry))
    book = options.book_of(entry.project_id)
    result.observations.extend(price(observation, book) for observation in observations)
    result.traces.extend(traces)


def _sender_of(entry: JournalEntry) -> Sender | None:
    """The SDK that the request named in its headers."""
    headers = {name.replace("_", "-"): value for name, value in entry.meta.get("headers", {}).items()}
    name, version = headers.get("x-langfuse-sdk-name"), headers.get("x-langfuse-sdk-version")
    return Sender(name, version) if name and version else None


def _take(result: Interpreted, agent: Agent, reading: Reading) -> None:
    result.events.extend(reading.events)
    result.ignored += reading.ignored
    result.unknown += len(reading.unknown)
    for (name, reason, is_kept), repeats in Counter((u.name, u.reason, u.is_kept) for u in reading.unknown).items():
        hint = f"Kept as an event of the {agent.NAME} session." if is_kept else "It could not be kept."
        result.issues.append(Issue("unknown_event", name, reason, hint, repeats=repeats))


def _unclaimed_event(name: str, record: LogRecord, received_ns: int) -> AgentEvent:
    time_ns = record.best_time_ns
    content = attributes_to_json(dict(record.attributes)) + attributes_to_json(record.body)
    return AgentEvent(
        event_id=derive_id("log", name, str(time_ns), content, length=32),
        agent="",
        session_id="",
        kind=AgentEventKind.OTHER,
        time_ns=time_ns or received_ns,
        name=name,
        attributes={**record.attributes, "body": record.body, "severity": record.severity_text},
        resource=record.resource,
        otel_trace_id=record.trace_id,
        otel_span_id=record.span_id,
    )


def _note_service(result: Interpreted, resource: Attributes) -> None:
    if not result.service_name:
        result.service_name = as_str(resource.get("service.name"))
        result.service_version = as_str(resource.get("service.version"))


def _note_problems(result: Interpreted, problems: Iterable[RecordProblem]) -> None:
    for problem in problems:
        result.rejected += problem.lost
        result.records += problem.lost
        reason = f"Record {problem.index}: {problem.reason}"
        result.issues.append(Issue("rejected_record", problem.code, reason, "", problem.sample))
