"""Traces: list, facets, histogram, and one trace with its observations and raw events."""

from typing import Annotated

from fastapi import APIRouter, Query

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
from sidelight.api.app.reading import Reader

router = APIRouter(prefix="/projects/{project_id}/traces", tags=["traces"])


@router.get("", operation_id="listTraces")
async def list_traces(reader: Reader, query: Annotated[TraceListParameters, Query()]) -> TracePage:
    """Traces that match, in the order asked for."""
    raise NotImplementedError


@router.get("/facets", operation_id="getTraceFacets")
async def get_facets(reader: Reader, query: Annotated[TraceFilterParameters, Query()]) -> TraceFacets:
    """Values to narrow by; each facet is counted without its own filter, so that more values can be added."""
    raise NotImplementedError


@router.get("/histogram", operation_id="getTraceHistogram")
async def get_histogram(reader: Reader, query: Annotated[TraceFilterParameters, Query()]) -> TraceHistogram:
    """Matching traces over time."""
    raise NotImplementedError


# Trace ids come from senders and may hold a slash, so the longer routes stand first.


@router.get("/{trace_id:path}/skeleton", operation_id="getTraceSkeleton")
async def get_skeleton(reader: Reader, trace_id: str) -> Skeleton:
    """All observations of a trace without their texts, sub-agents grafted in."""
    raise NotImplementedError


@router.get("/{trace_id:path}/observations/{observation_id:path}", operation_id="getObservation")
async def get_observation(reader: Reader, trace_id: str, observation_id: str) -> ObservationDetail:
    """One observation with its texts."""
    raise NotImplementedError


@router.get("/{trace_id:path}/events", operation_id="listTraceEvents")
async def list_events(reader: Reader, trace_id: str, query: Annotated[RawEventParameters, Query()]) -> RawEventPage:
    """What the agent sent, as it sent it, in order of time."""
    raise NotImplementedError


@router.get("/{trace_id:path}", operation_id="getTrace")
async def get_trace(reader: Reader, trace_id: str) -> TraceDetail:
    """The head of a trace."""
    raise NotImplementedError
