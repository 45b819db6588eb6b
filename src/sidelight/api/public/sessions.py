"""GET /api/public/sessions and /sessions/{sessionId}."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Response

from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.errors import NotFound, PublicRoute
from sidelight.api.public.parameters import CommaTexts, Moment, PageParameters, range_of
from sidelight.api.public.reading import Reader
from sidelight.api.public.score_shapes import score_shape
from sidelight.api.public.shapes import session_shape, trace_shape
from sidelight.query.score_records import load_scores_of_sessions
from sidelight.query.session_records import list_session_records, load_session_record

router = APIRouter(tags=["Sessions"], route_class=PublicRoute)


class SessionListParameters(PageParameters):
    """When the sessions began, and where."""

    from_timestamp: Moment = None
    to_timestamp: Moment = None
    environment: CommaTexts


@router.get("/sessions")
async def list_sessions(reader: Reader, query: Annotated[SessionListParameters, Query()]) -> Response:
    """A page of sessions, newest first."""
    time = range_of(query.from_timestamp, query.to_timestamp)
    page = await list_session_records(reader, time, tuple(query.environment), query.page, query.limit)
    return page_response([session_shape(reader.project_id, session) for session in page.items], query, page.total)


@router.get("/sessions/{session_id:path}")
async def get_session(reader: Reader, session_id: str) -> Response:
    """One session with its traces, and the scores of the session as a whole (beyond the contract)."""
    found, scores = await asyncio.gather(
        load_session_record(reader, session_id), load_scores_of_sessions(reader, [session_id])
    )
    if found is None:
        raise NotFound(f"Session {session_id} not found within authorized project")
    session, traces = found
    shapes = [trace_shape(reader.project_id, trace) for trace in traces]
    judged = [score_shape(score) for score in scores.get(session_id, ())]
    return json_response({**session_shape(reader.project_id, session), "traces": shapes, "scores": judged})
