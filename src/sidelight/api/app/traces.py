"""Traces: list, facets, histogram."""

from typing import Annotated

from fastapi import APIRouter, Query

from sidelight.api.app import present, present_lists
from sidelight.api.app.list_models import TracePage
from sidelight.api.app.list_parameters import TraceListParameters
from sidelight.api.app.models import TraceFacets, TraceHistogram
from sidelight.api.app.parameters import TraceFilterParameters
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.query import facets, histogram, score_cells, trace_list

router = APIRouter(prefix="/projects/{project_id}/traces", tags=["traces"], route_class=ReadRoute)


@router.get("", operation_id="listTraces")
async def list_traces(reader: Reader, query: Annotated[TraceListParameters, Query()]) -> TracePage:
    """Traces that match, in the order asked for."""
    page = await trace_list.list_traces(reader, query.where, query.order, query.cursor, query.limit)
    cells = await score_cells.load_trace_cells(reader, [trace.id for trace in page.items], query.score)
    return TracePage(
        items=[present_lists.trace_line(trace, cells.get(trace.id, [])) for trace in page.items],
        next_cursor=page.next_cursor,
        total=page.total,
    )


@router.get("/facets", operation_id="getTraceFacets")
async def get_facets(reader: Reader, query: Annotated[TraceFilterParameters, Query()]) -> TraceFacets:
    """Values to narrow by; each facet is counted without its own filter, so that more values can be added."""
    return present.facets(await facets.load_facets(reader, query.where))


@router.get("/histogram", operation_id="getTraceHistogram")
async def get_histogram(reader: Reader, query: Annotated[TraceFilterParameters, Query()]) -> TraceHistogram:
    """Matching traces over time."""
    return present.histogram(await histogram.load_histogram(reader, query.where))
