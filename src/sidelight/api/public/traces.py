"""GET /api/public/traces and /traces/{traceId}. Hidden conversations of agents are listed too (docs/reference)."""

import asyncio
from typing import Annotated, get_args

from fastapi import APIRouter, Query, Response

from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.errors import InvalidRequest, NotFound, PublicRoute
from sidelight.api.public.fields import field_groups
from sidelight.api.public.observation_shape import observation_shape
from sidelight.api.public.parameters import (
    CommaTexts,
    FilterPageParameters,
    Moment,
    PublicParameters,
    Text,
    range_of,
)
from sidelight.api.public.prices import Prices
from sidelight.api.public.prompt_links import Prompts
from sidelight.api.public.reading import Reader
from sidelight.api.public.score_shapes import is_v1_score, trace_score_shapes
from sidelight.api.public.shapes import detailed_trace_shape
from sidelight.query.columns.traces import trace_columns
from sidelight.query.filter_columns import overlaid
from sidelight.query.filter_language import all_in, any_of, equals, within_times
from sidelight.query.filters import TraceFilter
from sidelight.query.observation_records import load_observations_of
from sidelight.query.score_records import ScoreRecord, load_scores_of
from sidelight.query.trace_records import TraceColumn, TracePart, list_trace_records, load_trace_records

router = APIRouter(tags=["Trace"], route_class=PublicRoute)

_COLUMNS: dict[str, TraceColumn] = {
    "id": "id",
    "timestamp": "timestamp",
    "name": "name",
    "userId": "user_id",
    "release": "release",
    "version": "version",
    "public": "public",
    "bookmarked": "bookmarked",
    "sessionId": "session_id",
}
assert set(_COLUMNS.values()) == set(get_args(TraceColumn))  # noqa: S101 - a constant, checked when imported


class TraceListParameters(FilterPageParameters):
    """What traces can be narrowed by; ``tags`` must all be there.

    ``filter`` comes before the plain parameters, column by column.
    """

    user_id: Text = None
    name: Text = None
    session_id: Text = None
    from_timestamp: Moment = None
    to_timestamp: Moment = None
    order_by: Text = None
    tags: CommaTexts
    version: Text = None
    release: Text = None
    environment: CommaTexts
    fields: Text = None


class TraceParameters(PublicParameters):
    """What to include."""

    fields: Text = None


@router.get("/traces")
async def list_traces(reader: Reader, query: Annotated[TraceListParameters, Query()]) -> Response:
    """A page of traces, newest first unless ``orderBy`` says otherwise."""
    groups = field_groups(query.fields)
    column, descending = _order_of(query.order_by)
    page = await list_trace_records(
        reader,
        _filter_of(query),
        column=column,
        descending=descending,
        page=query.page,
        limit=query.limit,
        parts=_parts_of(groups),
    )
    scores = await load_scores_of(reader, [trace.id for trace in page.items]) if "scores" in groups else {}
    rows = [
        detailed_trace_shape(
            reader.project_id,
            trace,
            list(trace.observation_ids) if "observations" in groups else [],
            [score.id for score in scores.get(trace.id, ()) if is_v1_score(score)],
            with_texts="io" in groups,
            with_metrics="metrics" in groups,
        )
        for trace in page.items
    ]
    return page_response(rows, query, page.total)


@router.get("/traces/{trace_id:path}")
async def get_trace(
    reader: Reader, prices: Prices, prompts: Prompts, trace_id: str, query: Annotated[TraceParameters, Query()]
) -> Response:
    """One trace with its observations and scores."""
    groups = field_groups(query.fields)
    # The trace first: its row is written last, so that what it says is there when it is.
    found = await load_trace_records(reader, [trace_id], _parts_of(groups - {"observations"}))
    observations, scores = await asyncio.gather(
        load_observations_of(reader, trace_id if "observations" in groups else ""),
        load_scores_of(reader, [trace_id] if "scores" in groups else []),
    )
    if not found:
        raise NotFound(f"Trace {trace_id} not found within authorized project")
    prices_of = prices.of(observation.model_id for observation in observations)
    prompt_ids = await prompts.of((one.prompt_name, one.prompt_version) for one in observations)
    none: list[ScoreRecord] = []
    return json_response(
        detailed_trace_shape(
            reader.project_id,
            found[0],
            [observation_shape(reader.project_id, one, prices_of, prompt_ids) for one in observations],
            trace_score_shapes(scores.get(trace_id, none)),
            with_texts="io" in groups,
            with_metrics="metrics" in groups,
        )
    )


def _parts_of(groups: frozenset[str]) -> frozenset[TracePart]:
    """What must be read for these groups beside the traces' own lines."""
    found: set[TracePart] = {"texts"} if "io" in groups else set()
    if not {"metrics", "observations"}.isdisjoint(groups):
        found.add("totals")
    return frozenset(found)


def _filter_of(query: TraceListParameters) -> TraceFilter:
    """Raises FilterError for a condition that does not suit traces."""
    time = range_of(query.from_timestamp, query.to_timestamp)
    texts = {
        "userId": query.user_id,
        "name": query.name,
        "sessionId": query.session_id,
        "version": query.version,
        "release": query.release,
    }
    plain = [*within_times("timestamp", time.from_us, time.to_us)]
    plain += [equals(column, text) for column, text in texts.items() if text is not None]
    if query.environment:
        plain.append(any_of("environment", query.environment))
    if query.tags:
        plain.append(all_in("tags", query.tags))
    return TraceFilter(hidden=True).narrowed(overlaid(plain, query.conditions(), trace_columns()))


def _order_of(order_by: str | None) -> tuple[TraceColumn, bool]:
    if order_by is None:
        return "timestamp", True
    field, _, direction = order_by.partition(".")
    if field not in _COLUMNS or direction.lower() not in ("asc", "desc"):
        raise InvalidRequest("orderBy", f"Use [field].[asc/desc] with one of the fields {', '.join(_COLUMNS)}.")
    return _COLUMNS[field], direction.lower() == "desc"
