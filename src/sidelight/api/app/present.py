"""Read models as the web app's types."""

from collections.abc import Iterable, Sequence
from typing import Any

from sidelight.api.app import models
from sidelight.model.time import NS_PER_US, to_iso
from sidelight.query.experiments.of_trace import TracePlace
from sidelight.query.facets import Counts, Facets
from sidelight.query.histogram import Histogram
from sidelight.query.ingest_issues import IngestIssue
from sidelight.query.ingestion import IngestSummary
from sidelight.query.raw_events import RawEvent
from sidelight.query.session_detail import SessionDetail, Turn
from sidelight.query.session_list import SessionSummary
from sidelight.query.setup_status import SetupStatus
from sidelight.query.skeleton import Skeleton
from sidelight.query.tokens import TokenTotals
from sidelight.query.trace_detail import ModelUsage, TraceDetail
from sidelight.query.trace_summary import TraceSummary


def iso(time_us: int) -> str:
    """ISO 8601 in UTC with milliseconds."""
    return to_iso(time_us * NS_PER_US)


def iso_or_none(time_us: int | None) -> str | None:
    """The same for a time that may be unknown."""
    return None if time_us is None else iso(time_us)


def _ms(duration_us: int | None) -> float | None:
    return None if duration_us is None else duration_us / 1000


def tokens(totals: TokenTotals) -> models.TokenTotals:
    """Token totals."""
    return models.TokenTotals(
        input=totals.input,
        input_cached=totals.input_cached,
        output=totals.output,
        output_reasoning=totals.output_reasoning,
        total=totals.total,
    )


def trace_row(trace: TraceSummary) -> models.TraceRow:
    """A line of the trace list."""
    return models.TraceRow(**_trace_fields(trace))


def _trace_fields(trace: TraceSummary) -> dict[str, object]:
    same = (
        "id", "name", "kind", "source", "service_name", "environment", "user_id", "session_id", "version",
        "input_preview", "output_preview", "level", "turn_count", "tool_count", "generation_count", "error_count",
        "warning_count", "observation_count", "cost_usd", "is_live", "parent_trace_id",
    )  # fmt: skip
    return {
        **{name: getattr(trace, name) for name in same},
        "timestamp": iso(trace.timestamp_us),
        "tags": list(trace.tags),
        "models": list(trace.models),
        "duration_ms": _ms(trace.duration_us),
        "tokens": tokens(trace.tokens),
    }


def trace_detail(trace: TraceDetail, places: Sequence[TracePlace]) -> models.TraceDetail:
    """The head of the trace page."""
    summary = trace.summary
    return models.TraceDetail(
        **_trace_fields(summary),
        input=trace.input,
        output=trace.output,
        metadata=dict(trace.metadata),
        release=summary.release,
        public=summary.public,
        bookmarked=summary.bookmarked,
        end_time=iso_or_none(summary.end_us),
        model_usage=[_model_usage(usage) for usage in trace.model_usage],
        # The parent says nothing about which of its steps started this trace; this trace does.
        parent=trace.parent and _linked(trace.parent, summary.parent_observation_id),
        children=[_linked(child, child.parent_observation_id) for child in trace.children],
        session_trace_count=trace.session_trace_count,
        experiments=[
            models.TraceExperiment(
                id=place.experiment_id,
                name=place.name or place.experiment_id,
                item_id=place.item_id,
                observation_id=place.root_id,
                dataset_id=place.dataset_id,
            )
            for place in places
        ],
    )


def _model_usage(usage: ModelUsage) -> models.ModelUsage:
    return models.ModelUsage(
        model=usage.model,
        calls=usage.calls,
        tokens=tokens(usage.tokens),
        usage=dict(usage.usage),
        cost=dict(usage.cost),
        cost_usd=usage.cost_usd,
    )


def _linked(trace: TraceSummary, observation_id: str) -> models.LinkedTrace:
    return models.LinkedTrace(
        id=trace.id,
        name=trace.name,
        kind=trace.kind,
        observation_id=observation_id,
        tokens=tokens(trace.tokens),
        cost_usd=trace.cost_usd,
    )


def facets(found: Facets) -> models.TraceFacets:
    """Values to filter by."""
    return models.TraceFacets(
        environments=_values(found.environments),
        users=_values(found.users),
        models=_values(found.models),
        names=_values(found.names),
        sources=_values(found.sources),
        hidden_titles=found.hidden_titles,
    )


def _values(counts: Counts) -> list[models.FacetValue]:
    return [models.FacetValue(value=value, count=count) for value, count in counts]


def histogram(found: Histogram) -> models.TraceHistogram:
    """Traces over time."""
    return models.TraceHistogram(
        bucket_seconds=found.slice_seconds,
        buckets=[
            models.HistogramBucket(
                start=iso(part.start_us), count=part.count, error_count=part.error_count, cost_usd=part.cost_usd
            )
            for part in found.slices
        ],
    )


def skeleton(found: Skeleton) -> models.Skeleton:
    """The skeleton, not validated again: it may have hundreds of thousands of values, all made by the store."""
    columns: dict[str, Any] = found.columns
    return models.Skeleton.model_construct(
        trace_id=found.trace_id, parents=found.parents, previews=found.previews, orphans=found.orphans, **columns
    )


def raw_event(event: RawEvent) -> models.RawEvent:
    """One stored event of an agent."""
    return models.RawEvent(
        event_id=event.event_id,
        time=to_iso(event.time_ns),
        kind=event.kind,
        name=event.name,
        call_id=event.call_id,
        turn_id=event.turn_id,
        attributes=dict(event.attributes),
        resource=dict(event.resource),
    )


def session_row(session: SessionSummary) -> models.SessionRow:
    """A line of the session list."""
    return models.SessionRow(**_session_fields(session))


def _session_fields(session: SessionSummary) -> dict[str, object]:
    same = ("id", "environment", "trace_count", "turn_count", "tool_count", "error_count", "cost_usd")
    return {
        **{name: getattr(session, name) for name in same},
        "first_seen": iso(session.first_us),
        "last_seen": iso(session.last_us),
        "duration_ms": _ms(session.last_us - session.first_us),
        "user_ids": list(session.user_ids),
        "names": list(session.names),
        "models": list(session.models),
        "tokens": tokens(session.tokens),
    }


def session_detail(session: SessionDetail) -> models.SessionDetail:
    """A session as a conversation."""
    return models.SessionDetail(
        **_session_fields(session.summary),
        traces=[trace_row(trace) for trace in session.traces],
        turns=[_turn(turn) for turn in session.turns],
    )


def _turn(turn: Turn) -> models.SessionTurn:
    return models.SessionTurn(
        trace_id=turn.trace_id,
        observation_id=turn.observation_id,
        start_time=iso(turn.start_us),
        duration_ms=None if turn.end_us is None else _ms(max(turn.end_us - turn.start_us, 0)),
        level=turn.level,
        status_message=turn.status_message,
        input=turn.input,
        output=turn.output,
        tool_count=turn.tool_count,
        tokens=tokens(turn.tokens),
        cost_usd=turn.cost_usd,
    )


def ingestion(found: IngestSummary, pending: int) -> models.IngestSummary:
    """The Ingestion page; ``pending`` requests wait in the journal."""
    same = (
        "signal", "transport", "format", "service_name", "service_version", "user_agent", "key_id", "requests",
        "refused", "bytes", "records", "stored", "ignored", "unknown", "rejected",
    )  # fmt: skip
    return models.IngestSummary(
        bucket_seconds=found.slice_seconds,
        buckets=[
            models.IngestBucket(
                start=iso(part.start_us),
                logs=part.logs,
                traces=part.traces,
                metrics=part.metrics,
                batch=part.batch,
                scores=part.scores,
                refused=part.refused,
            )
            for part in found.slices
        ],
        sources=[
            models.IngestSource(
                **{name: getattr(source, name) for name in same},
                last_at=iso(source.last_us),
            )
            for source in found.sources
        ],
        pending=pending,
        dead_letters=found.dead_letters,
    )


def issue(found: IngestIssue) -> models.IngestIssue:
    """Something that was refused or not understood."""
    same = (
        "request_id", "kind", "signal", "name", "reason", "hint", "sample", "address", "path", "user_agent", "status",
        "repeats",
    )  # fmt: skip
    return models.IngestIssue(time=iso(found.time_us), **{name: getattr(found, name) for name in same})


def issues(found: Iterable[IngestIssue]) -> list[models.IngestIssue]:
    """The same for many."""
    return [issue(one) for one in found]


def setup_status(found: SetupStatus) -> models.SetupStatus:
    """Whether an agent's telemetry has arrived."""
    return models.SetupStatus(
        first_event_at=iso_or_none(found.first_event_us),
        last_event_at=iso_or_none(found.last_event_us),
        last_trace_id=found.last_trace_id,
        last_refusal=found.last_refusal and issue(found.last_refusal),
    )
