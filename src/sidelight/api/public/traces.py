"""GET /api/public/traces and /traces/{traceId}. Hidden conversations of agents are listed too (docs/reference)."""

import asyncio
from typing import Annotated, get_args

from fastapi import APIRouter, Query, Response

from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.errors import InvalidRequest, NotFound, PublicRoute
from sidelight.api.public.fields import field_groups
from sidelight.api.public.parameters import Moment, PageParameters, PublicParameters, Text, Texts, range_of
from sidelight.api.public.reading import Reader
from sidelight.api.public.shapes import detailed_trace_shape, observation_shape
from sidelight.query.filters import TraceFilter
from sidelight.query.observation_records import load_observations_of
from sidelight.query.trace_records import TraceColumn, list_trace_records, load_trace_records

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


class TraceListParameters(PageParameters):
    """What traces can be narrowed by; ``tags`` must all be there."""

    user_id: Text = None
    name: Text = None
    session_id: Text = None
    from_timestamp: Moment = None
    to_timestamp: Moment = None
    order_by: Text = None
    tags: Texts
    version: Text = None
    release: Text = None
    environment: Texts
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
        with_texts="io" in groups,
        with_observation_ids="observations" in groups,
    )
    rows = [
        detailed_trace_shape(
            reader.project_id,
            trace,
            list(trace.observation_ids),
            with_texts="io" in groups,
            with_metrics="metrics" in groups,
        )
        for trace in page.items
    ]
    return page_response(rows, query, page.total)


@router.get("/traces/{trace_id:path}")
async def get_trace(reader: Reader, trace_id: str, query: Annotated[TraceParameters, Query()]) -> Response:
    """One trace with its observations."""
    groups = field_groups(query.fields)
    found, observations = await asyncio.gather(
        load_trace_records(reader, [trace_id], with_texts="io" in groups, with_observation_ids=False),
        load_observations_of(reader, trace_id if "observations" in groups else ""),
    )
    if not found:
        raise NotFound(f"Trace {trace_id} not found within authorized project")
    shapes = [observation_shape(reader.project_id, observation) for observation in observations]
    return json_response(
        detailed_trace_shape(
            reader.project_id, found[0], shapes, with_texts="io" in groups, with_metrics="metrics" in groups
        )
    )


def _filter_of(query: TraceListParameters) -> TraceFilter:
    def only(value: str | None) -> tuple[str, ...]:
        return () if value is None else (value,)

    return TraceFilter(
        time=range_of(query.from_timestamp, query.to_timestamp),
        environments=tuple(query.environment),
        users=only(query.user_id),
        names=only(query.name),
        sessions=only(query.session_id),
        tags=tuple(query.tags),
        versions=only(query.version),
        releases=only(query.release),
        hidden=True,
    )


def _order_of(order_by: str | None) -> tuple[TraceColumn, bool]:
    if order_by is None:
        return "timestamp", True
    field, _, direction = order_by.partition(".")
    if field not in _COLUMNS or direction.lower() not in ("asc", "desc"):
        raise InvalidRequest("orderBy", f"Use [field].[asc/desc] with one of the fields {', '.join(_COLUMNS)}.")
    return _COLUMNS[field], direction.lower() == "desc"
