"""Traces: list, facets, histogram, and one trace with its observations and raw events."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from sidelight.api.app import present
from sidelight.api.app.models import (
    ObservationDetail,
    RawEventPage,
    Skeleton,
    TraceDetail,
    TraceFacets,
    TraceHistogram,
    TracePage,
)
from sidelight.api.app.parameters import RawEventParameters, TraceFilterParameters, TraceListParameters
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.query import facets, histogram, observation, raw_events, skeleton, trace_detail, trace_list

router = APIRouter(prefix="/projects/{project_id}/traces", tags=["traces"], route_class=ReadRoute)


def no_trace() -> AppProblem:
    """The answer when the project has no such trace."""
    return AppProblem(404, "There is no such trace in this project.", "It may have been deleted, or not arrived yet.")


def no_observation() -> AppProblem:
    """The answer when the trace has no such observation."""
    return AppProblem(404, "There is no such observation in this trace.", "Reload the trace; it may have changed.")


@router.get("", operation_id="listTraces")
async def list_traces(reader: Reader, query: Annotated[TraceListParameters, Query()]) -> TracePage:
    """Traces that match, in the order asked for."""
    page = await trace_list.list_traces(reader, query.where, query.order, query.cursor, query.limit)
    return TracePage(
        items=[present.trace_row(trace) for trace in page.items], next_cursor=page.next_cursor, total=page.total
    )


@router.get("/facets", operation_id="getTraceFacets")
async def get_facets(reader: Reader, query: Annotated[TraceFilterParameters, Query()]) -> TraceFacets:
    """Values to narrow by; each facet is counted without its own filter, so that more values can be added."""
    return present.facets(await facets.load_facets(reader, query.where))


@router.get("/histogram", operation_id="getTraceHistogram")
async def get_histogram(reader: Reader, query: Annotated[TraceFilterParameters, Query()]) -> TraceHistogram:
    """Matching traces over time."""
    return present.histogram(await histogram.load_histogram(reader, query.where))


# Trace ids come from senders and may hold a slash, so the longer routes stand first.


@router.get("/{trace_id:path}/skeleton", operation_id="getTraceSkeleton", response_model=Skeleton)
async def get_skeleton(reader: Reader, trace_id: str) -> Response:
    """All observations of a trace without their texts, sub-agents grafted in."""
    found = await skeleton.load_skeleton(reader, trace_id)
    if found is None:
        raise no_trace()
    return Response(present.skeleton(found).model_dump_json(warnings=False), media_type="application/json")


@router.get("/{trace_id:path}/observations/{observation_id:path}", operation_id="getObservation")
async def get_observation(reader: Reader, trace_id: str, observation_id: str) -> ObservationDetail:
    """One observation with its texts."""
    found = await observation.load_observation(reader, trace_id, observation_id)
    if found is None:
        raise no_observation()
    return present.observation(found)


@router.get("/{trace_id:path}/events", operation_id="listTraceEvents")
async def list_events(reader: Reader, trace_id: str, query: Annotated[RawEventParameters, Query()]) -> RawEventPage:
    """What the agent sent, as it sent it, in order of time."""
    page = await raw_events.load_raw_events(reader, trace_id, query.observation, query.cursor, query.limit)
    if page is None:
        raise no_trace() if query.observation is None else no_observation()
    return RawEventPage(items=[present.raw_event(event) for event in page.items], next_cursor=page.next_cursor)


@router.get("/{trace_id:path}", operation_id="getTrace")
async def get_trace(reader: Reader, trace_id: str) -> TraceDetail:
    """The head of a trace."""
    found = await trace_detail.load_trace(reader, trace_id)
    if found is None:
        raise no_trace()
    return present.trace_detail(found)
