"""Rows of lists as the web app's types."""

from collections.abc import Mapping, Sequence

from sidelight.api.app import list_models as models
from sidelight.api.app.models import FacetValue
from sidelight.api.app.present import iso, tokens, trace_row
from sidelight.query.facet_counts import FacetCounts
from sidelight.query.observation import time_to_first_token_us
from sidelight.query.observation_list import ObservationLine
from sidelight.query.score_cells import ScoreCell
from sidelight.query.score_distribution import Distribution
from sidelight.query.score_records import ScoreRecord
from sidelight.query.trace_context import TraceContext
from sidelight.query.trace_summary import TraceSummary
from sidelight.query.user_list import UserSummary

_US_PER_MS = 1000


def trace_line(trace: TraceSummary, scores: Sequence[ScoreCell]) -> models.TraceLine:
    """A line of the trace list."""
    return models.TraceLine(**trace_row(trace).model_dump(by_alias=False), scores=_cells(scores))


def observation_row(line: ObservationLine, scores: Sequence[ScoreCell]) -> models.ObservationRow:
    """A line of the list of observations."""
    same = (
        "id", "trace_id", "trace_name", "parent_id", "type", "kind", "name", "level", "status_message", "model",
        "cost_usd", "input_preview", "output_preview", "prompt_name", "prompt_version", "environment", "version",
        "user_id", "session_id", "service_name", "source",
    )  # fmt: skip
    return models.ObservationRow(
        **{name: getattr(line, name) for name in same},
        start_time=iso(line.start_us),
        duration_ms=_ms_between(line.start_us, line.end_us),
        time_to_first_token_ms=_ms(time_to_first_token_us(line.start_us, line.completion_start_us)),
        tokens=tokens(line.tokens),
        tags=list(line.tags),
        scores=_cells(scores),
    )


def score_row(score: ScoreRecord, traces: Mapping[str, TraceContext], authors: Mapping[str, str]) -> models.ScoreRow:
    """A line of the list of scores; ``authors`` are names by user id."""
    trace = traces.get(score.trace_id)
    same = (
        "id", "name", "data_type", "source", "value", "string_value", "comment", "environment", "trace_id",
        "observation_id", "session_id", "dataset_run_id", "config_id",
    )  # fmt: skip
    return models.ScoreRow(
        **{name: getattr(score, name) for name in same},
        timestamp=iso(score.timestamp_us),
        trace_name=trace.name if trace else "",
        user_id=trace.user_id if trace else "",
        author=authors.get(score.author_user_id, score.author_user_id),
    )


def distribution(found: Distribution) -> models.ScoreDistribution:
    """How the values of a score are distributed."""
    same = ("name", "data_type", "count", "average", "least", "most")
    return models.ScoreDistribution(
        **{name: getattr(found, name) for name in same}, bins=list(found.bins), categories=_values(found.categories)
    )


def user_row(user: UserSummary) -> models.UserRow:
    """A line of the list of users."""
    same = ("id", "trace_count", "session_count", "observation_count", "failed_count", "cost_usd")
    return models.UserRow(
        **{name: getattr(user, name) for name in same},
        first_seen=iso(user.first_us),
        last_seen=iso(user.last_us),
        environments=list(user.environments),
        tokens=tokens(user.tokens),
    )


def facet_counts(found: FacetCounts) -> models.FacetCounts:
    """What a list can be narrowed by in one column."""
    return models.FacetCounts(
        column=found.facet.column,
        key=found.facet.key,
        values=_values(found.values),
        least=found.least,
        most=found.most,
    )


def _cells(scores: Sequence[ScoreCell]) -> list[models.ScoreCell]:
    return [
        models.ScoreCell(
            name=cell.name,
            data_type=cell.data_type,
            count=cell.count,
            average=cell.average,
            categories=list(cell.categories),
        )
        for cell in scores
    ]


def _values(counts: Sequence[tuple[str, int]]) -> list[FacetValue]:
    return [FacetValue(value=value, count=count) for value, count in counts]


def _ms_between(start_us: int, end_us: int | None) -> float | None:
    return None if end_us is None else _ms(end_us - start_us)


def _ms(us: int | None) -> float | None:
    return None if us is None else us / _US_PER_MS
