"""GET /api/public/scores and /scores/{scoreId}: Langfuse's first generation, which knows only scores of traces."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Response

from sidelight.api.public.answer import json_response
from sidelight.api.public.errors import NotFound, PublicRoute
from sidelight.api.public.reading import Reader
from sidelight.api.public.score_pages import scores_page
from sidelight.api.public.score_parameters import ScoreListParameters, filter_of
from sidelight.api.public.score_shapes import is_v1_score, score_shape
from sidelight.query.score_records import load_score_record

router = APIRouter(tags=["LegacyScoreV1"], route_class=PublicRoute)


@router.get("/scores")
async def list_scores(reader: Reader, query: Annotated[ScoreListParameters, Query()]) -> Response:
    """A page of scores of traces and observations, newest first."""
    where = replace(filter_of(query), only_traces=True, corrections=False)
    return await scores_page(reader, where, query, with_traces=True)


@router.get("/scores/{score_id:path}")
async def get_score(reader: Reader, score_id: str) -> Response:
    """One score of a trace or observation."""
    score = await load_score_record(reader, score_id)
    if score is None or not is_v1_score(score):
        raise NotFound("Score not found")
    return json_response(score_shape(score))
