"""One trace: its head, its observations, the events behind it, and what leads on from it."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Response

from sidelight.api.app import present, present_trace
from sidelight.api.app.models import RawEventPage, Skeleton, TraceDetail
from sidelight.api.app.parameters import RawEventParameters
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.trace_models import AgentSteps, Neighbours, ObservationDetail
from sidelight.api.experiments.of_trace import places_of_trace
from sidelight.api.services import ServicesOf
from sidelight.query import agent_steps, observation, raw_events, skeleton, trace_detail, trace_neighbours
from sidelight.query.observation_context import load_observation_context
from sidelight.query.trace_summary import load_bounds

# Trace ids come from senders and may hold a slash, so the longer routes stand first.
router = APIRouter(prefix="/projects/{project_id}/traces", tags=["traces"], route_class=ReadRoute)


def no_trace() -> AppProblem:
    """The answer when the project has no such trace."""
    return AppProblem(404, "There is no such trace in this project.", "It may have been deleted, or not arrived yet.")


def no_observation() -> AppProblem:
    """The answer when the trace has no such observation."""
    return AppProblem(404, "There is no such observation in this trace.", "Reload the trace; it may have changed.")


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
    found, context = await asyncio.gather(
        observation.load_observation(reader, trace_id, observation_id),
        load_observation_context(reader, trace_id, observation_id),
    )
    if found is None:
        raise no_observation()
    linked = {link.trace_id for link in context.links}
    known = await load_bounds(reader, sorted(linked)) if linked else None
    return present_trace.observation(found, context, set(known.ids) if known else set())


@router.get("/{trace_id:path}/events", operation_id="listTraceEvents")
async def list_events(reader: Reader, trace_id: str, query: Annotated[RawEventParameters, Query()]) -> RawEventPage:
    """What the agent sent, as it sent it, in order of time."""
    page = await raw_events.load_raw_events(reader, trace_id, query.observation, query.cursor, query.limit)
    if page is None:
        raise no_trace() if query.observation is None else no_observation()
    return RawEventPage(items=[present.raw_event(event) for event in page.items], next_cursor=page.next_cursor)


@router.get("/{trace_id:path}/agent-steps", operation_id="getAgentSteps")
async def get_agent_steps(reader: Reader, trace_id: str) -> AgentSteps:
    """The observations that are steps of an agent graph, for the picture of it."""
    found = await agent_steps.load_agent_steps(reader, trace_id)
    if found is None:
        raise no_trace()
    return present_trace.steps(found)


@router.get("/{trace_id:path}/neighbours", operation_id="getTraceNeighbours")
async def get_neighbours(reader: Reader, trace_id: str) -> Neighbours:
    """The traces right before and after this one in time."""
    found = await trace_neighbours.load_neighbours(reader, trace_id)
    if found is None:
        raise no_trace()
    return present_trace.neighbours(found)


@router.get("/{trace_id:path}", operation_id="getTrace")
async def get_trace(reader: Reader, services: ServicesOf, trace_id: str) -> TraceDetail:
    """The head of a trace."""
    found, places = await asyncio.gather(
        trace_detail.load_trace(reader, trace_id), places_of_trace(reader, services.database, trace_id)
    )
    if found is None:
        raise no_trace()
    return present.trace_detail(found, places)
