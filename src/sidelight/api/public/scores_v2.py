"""GET /api/public/v2/scores and /v2/scores/{scoreId}: scores of traces, observations, sessions and dataset runs."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from sidelight.api.public.answer import json_response
from sidelight.api.public.errors import InvalidRequest, NotFound, PublicRoute
from sidelight.api.public.reading import Reader
from sidelight.api.public.score_pages import scores_page
from sidelight.api.public.score_parameters import ScoreListParameters, filter_of
from sidelight.api.public.score_shapes import score_shape
from sidelight.query.score_records import load_score_record

router = APIRouter(prefix="/v2", tags=["Scores"], route_class=PublicRoute)


@router.get("/scores")
async def list_scores(reader: Reader, query: Annotated[ScoreListParameters, Query()]) -> Response:
    """A page of scores, newest first, each with what its trace says about itself unless ``fields=score``."""
    groups = _groups(query.fields)
    if "trace" not in groups and (query.user_id or query.trace_tags):
        raise InvalidRequest(
            "fields",
            "Scores cannot be narrowed by userId or traceTags without the field group 'trace'. "
            "Send fields=score,trace, or leave these parameters out.",
        )
    return await scores_page(reader, filter_of(query), query, with_traces="trace" in groups)


@router.get("/scores/{score_id:path}")
async def get_score(reader: Reader, score_id: str) -> Response:
    """One score of any kind."""
    score = await load_score_record(reader, score_id)
    if score is None:
        raise NotFound("Score not found")
    return json_response(score_shape(score))


def _groups(fields: str | None) -> set[str]:
    """The field groups asked for. Unknown ones are left out, as Langfuse does."""
    if fields is None:
        return {"score", "trace"}
    groups = {group.strip() for group in fields.split(",")} & {"score", "trace"}
    if "score" not in groups:
        raise InvalidRequest("fields", "The field group 'score' must be among the fields; use score or score,trace.")
    return groups
