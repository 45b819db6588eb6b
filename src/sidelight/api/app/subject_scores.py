"""The scores of one trace, with those of its observations, or of one session, with those of its traces."""

import asyncio

from fastapi import APIRouter

from sidelight.api.app import present_trace
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access
from sidelight.api.app.trace_models import SubjectScores
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.users import names_of_members
from sidelight.query.score_records import ScoreRecord, load_scores_of, load_scores_of_sessions
from sidelight.query.session_detail import load_trace_ids
from sidelight.query.trace_links import load_descendants

# Stands before the routers of traces and sessions, whose ids may hold a slash.
router = APIRouter(prefix="/projects/{project_id}", tags=["scores"], route_class=ReadRoute)


@router.get("/traces/{trace_id:path}/scores", operation_id="listScoresOfTrace")
async def list_scores_of_trace(reader: Reader, access: Access, services: ServicesOf, trace_id: str) -> SubjectScores:
    """Scores of a trace, of its observations, and of the sub-agents in it, oldest first."""
    links = await load_descendants(reader, trace_id)
    found = await load_scores_of(reader, [trace_id, *(link.trace_id for link in links)])
    return await _with_authors(services, access.project_id, [score for scores in found.values() for score in scores])


@router.get("/sessions/{session_id:path}/scores", operation_id="listScoresOfSession")
async def list_scores_of_session(
    reader: Reader, access: Access, services: ServicesOf, session_id: str
) -> SubjectScores:
    """Scores of a session as a whole, and of the traces in it, oldest first."""
    trace_ids = await load_trace_ids(reader, session_id)
    own, of_traces = await asyncio.gather(
        load_scores_of_sessions(reader, [session_id]), load_scores_of(reader, trace_ids)
    )
    found = {score.id: score for scores in (*own.values(), *of_traces.values()) for score in scores}
    return await _with_authors(services, access.project_id, list(found.values()))


async def _with_authors(services: Services, project_id: str, scores: list[ScoreRecord]) -> SubjectScores:
    user_ids = {score.author_user_id for score in scores} - {""}
    names: dict[str, str] = {}
    if user_ids:
        async with services.database.reading() as session:
            names = await names_of_members(session, project_id, user_ids)
    return present_trace.scores(sorted(scores, key=lambda score: (score.timestamp_us, score.id)), names)
