"""GET /api/public/observations and /observations/{observationId} (Langfuse's first generation)."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.errors import NotFound, PublicRoute
from sidelight.api.public.observation_filter import observation_conditions
from sidelight.api.public.observation_shape import observation_shape
from sidelight.api.public.parameters import (
    CommaTexts,
    FilterPageParameters,
    LevelName,
    Moment,
    Text,
    TypeName,
    range_of,
)
from sidelight.api.public.prices import Prices
from sidelight.api.public.prompt_links import Prompts
from sidelight.api.public.reading import Reader
from sidelight.query.observation_records import list_observation_records, load_observation_record

router = APIRouter(tags=["Observations"], route_class=PublicRoute)


class ObservationListParameters(FilterPageParameters):
    """What observations can be narrowed by; ``filter`` comes before the plain parameters, column by column."""

    name: Text = None
    user_id: Text = None
    type: TypeName = None
    trace_id: Text = None
    level: LevelName = None
    parent_observation_id: Text = None
    environment: CommaTexts
    from_start_time: Moment = None
    to_start_time: Moment = None
    version: Text = None


@router.get("/observations")
async def list_observations(
    reader: Reader, prices: Prices, prompts: Prompts, query: Annotated[ObservationListParameters, Query()]
) -> Response:
    """A page of observations, newest first."""
    conditions = observation_conditions(
        query.conditions(),
        range_of(query.from_start_time, query.to_start_time),
        texts={
            "name": query.name,
            "userId": query.user_id,
            "type": query.type,
            "traceId": query.trace_id,
            "level": query.level,
            "parentObservationId": query.parent_observation_id,
            "version": query.version,
        },
        environments=query.environment,
    )
    page = await list_observation_records(reader, conditions, query.page, query.limit)
    prices_of = prices.of(row.model_id for row in page.items)
    prompt_ids = await prompts.of((row.prompt_name, row.prompt_version) for row in page.items)
    return page_response(
        [observation_shape(reader.project_id, row, prices_of, prompt_ids) for row in page.items], query, page.total
    )


@router.get("/observations/{observation_id:path}")
async def get_observation(reader: Reader, prices: Prices, prompts: Prompts, observation_id: str) -> Response:
    """One observation."""
    found = await load_observation_record(reader, observation_id)
    if found is None:
        raise NotFound(f"Observation {observation_id} not found within authorized project")
    prompt_ids = await prompts.of([(found.prompt_name, found.prompt_version)])
    return json_response(observation_shape(reader.project_id, found, prices.of([found.model_id]), prompt_ids))
