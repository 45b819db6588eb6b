"""GET /api/public/v2/observations: parts of observations, by cursor (Langfuse's second generation)."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BeforeValidator, Field

from sidelight.api.public.answer import json_response
from sidelight.api.public.errors import InvalidRequest, PublicRoute
from sidelight.api.public.observation_filter import observation_conditions, require_indexed_texts
from sidelight.api.public.observation_parts import observation_part_shape
from sidelight.api.public.parameters import (
    CommaTexts,
    FilterParameters,
    LevelName,
    Moment,
    Text,
    TypeName,
    blank_as_none,
    range_of,
)
from sidelight.api.public.prices import Prices
from sidelight.api.public.prompt_links import Prompts
from sidelight.api.public.reading import Reader
from sidelight.query.observation_groups import DEFAULT_GROUPS, FIELD_GROUPS, list_observation_parts

router = APIRouter(tags=["Observations"], route_class=PublicRoute)

MAX_PARTS = 1000

Flag = Annotated[Literal["true", "false"] | None, BeforeValidator(blank_as_none)]


class ObservationPartsParameters(FilterParameters):
    """What to give of which observations; ``filter`` comes before the plain parameters, column by column."""

    fields: Text = None
    expand_metadata: CommaTexts
    limit: int = Field(50, ge=1, le=MAX_PARTS)
    cursor: Text = None
    parse_io_as_json: Flag = None
    name: Text = None
    user_id: Text = None
    session_id: Text = None
    type: TypeName = None
    trace_id: Text = None
    level: LevelName = None
    # Empty means: without a parent.
    parent_observation_id: Annotated[str, Field(max_length=1000)] | None = None
    is_root_observation: Flag = None
    environment: CommaTexts
    from_start_time: Moment = None
    to_start_time: Moment = None
    version: Text = None


@router.get("/v2/observations")
async def list_parts(
    reader: Reader, prices: Prices, prompts: Prompts, query: Annotated[ObservationPartsParameters, Query()]
) -> Response:
    """A page of observations, newest first, with the field groups asked for."""
    if query.parse_io_as_json == "true":
        raise InvalidRequest(
            "parseIoAsJson", "Input and output always come as texts here: leave the parameter out, or set it to false."
        )
    conditions = query.conditions()
    require_indexed_texts(conditions)
    merged = observation_conditions(
        conditions,
        range_of(query.from_start_time, query.to_start_time),
        texts={
            "name": query.name,
            "userId": query.user_id,
            "sessionId": query.session_id,
            "type": query.type,
            "traceId": query.trace_id,
            "level": query.level,
            "parentObservationId": query.parent_observation_id,
            "version": query.version,
        },
        environments=query.environment,
        is_root=None if query.is_root_observation is None else query.is_root_observation == "true",
    )
    groups = _groups_of(query.fields)
    page = await list_observation_parts(
        reader, merged, groups, expanded=query.expand_metadata, cursor=query.cursor, limit=query.limit
    )
    prices_of = prices.of(part.row["model_id"] for part in page.items) if "model" in groups else {}
    named = [(part.row["prompt_name"], part.row["prompt_version"]) for part in page.items] if "prompt" in groups else []
    prompt_ids = await prompts.of(named)
    rows = [observation_part_shape(reader.project_id, part, groups, prices_of, prompt_ids) for part in page.items]
    meta: dict[str, Any] = {} if page.next_cursor is None else {"cursor": page.next_cursor}
    return json_response({"data": rows, "meta": meta})


def _groups_of(fields: str | None) -> frozenset[str]:
    """The groups in a comma-separated list; what is no group is left out, as Langfuse does."""
    if fields is None:
        return DEFAULT_GROUPS
    return FIELD_GROUPS.intersection(part.strip() for part in fields.split(",")) | {"core"}
