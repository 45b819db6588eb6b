"""The list of scores, and how their values are distributed."""

from typing import Annotated

from fastapi import APIRouter, Query

from sidelight.api.app import present_lists
from sidelight.api.app.list_models import ScoreDistribution, ScorePage
from sidelight.api.app.list_parameters import ScoreFilterParameters, ScoreListParameters
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.platform.users import names_of_members
from sidelight.query.score_distribution import load_distributions
from sidelight.query.score_list import list_scores

router = APIRouter(prefix="/projects/{project_id}/scores", tags=["scores"], route_class=ReadRoute)


@router.get("", operation_id="listScores")
async def get_scores(
    reader: Reader, access: Access, services: ServicesOf, query: Annotated[ScoreListParameters, Query()]
) -> ScorePage:
    """Scores that match, newest first."""
    page = await list_scores(reader, query.where, cursor=query.cursor, limit=query.limit)
    author_ids = {score.author_user_id for score in page.items} - {""}
    authors: dict[str, str] = {}
    if author_ids:
        async with services.database.reading() as session:
            authors = await names_of_members(session, access.project_id, author_ids)
    return ScorePage(
        items=[present_lists.score_row(score, page.traces, authors) for score in page.items],
        next_cursor=page.next_cursor,
        total=page.total,
    )


@router.get("/distributions", operation_id="listScoreDistributions")
async def get_distributions(
    reader: Reader, query: Annotated[ScoreFilterParameters, Query()]
) -> list[ScoreDistribution]:
    """The distributions of the most frequent of the matching scores, one a name and type."""
    return [present_lists.distribution(one) for one in await load_distributions(reader, query.where)]
