"""GET /api/public/observations and /observations/{observationId} (Langfuse's first generation)."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BeforeValidator

from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.errors import NotFound, PublicRoute
from sidelight.api.public.parameters import Moment, PageParameters, Text, Texts, range_of
from sidelight.api.public.reading import Reader
from sidelight.api.public.shapes import observation_shape
from sidelight.model import Level
from sidelight.query.observation_records import ObservationFilter, list_observation_records, load_observation_record

router = APIRouter(tags=["Observations"], route_class=PublicRoute)

LevelText = Annotated[Level | None, BeforeValidator(lambda value: None if value == "" else value)]


class ObservationListParameters(PageParameters):
    """What observations can be narrowed by."""

    name: Text = None
    user_id: Text = None
    type: Text = None
    trace_id: Text = None
    level: LevelText = None
    parent_observation_id: Text = None
    environment: Texts
    from_start_time: Moment = None
    to_start_time: Moment = None
    version: Text = None


@router.get("/observations")
async def list_observations(reader: Reader, query: Annotated[ObservationListParameters, Query()]) -> Response:
    """A page of observations, newest first."""
    where = ObservationFilter(
        time=range_of(query.from_start_time, query.to_start_time),
        name=query.name,
        user_id=query.user_id,
        type=query.type,
        trace_id=query.trace_id,
        level=query.level,
        parent_id=query.parent_observation_id,
        version=query.version,
        environments=tuple(query.environment),
    )
    page = await list_observation_records(reader, where, query.page, query.limit)
    return page_response([observation_shape(reader.project_id, row) for row in page.items], query, page.total)


@router.get("/observations/{observation_id:path}")
async def get_observation(reader: Reader, observation_id: str) -> Response:
    """One observation."""
    found = await load_observation_record(reader, observation_id)
    if found is None:
        raise NotFound(f"Observation {observation_id} not found within authorized project")
    return json_response(observation_shape(reader.project_id, found))
