"""Sessions: all traces that share a session id."""

from typing import Annotated

from fastapi import APIRouter, Query

from sidelight.api.app import present
from sidelight.api.app.models import SessionDetail, SessionPage
from sidelight.api.app.parameters import SessionListParameters
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.query import session_detail, session_list

router = APIRouter(prefix="/projects/{project_id}/sessions", tags=["sessions"], route_class=ReadRoute)


@router.get("", operation_id="listSessions")
async def list_sessions(reader: Reader, query: Annotated[SessionListParameters, Query()]) -> SessionPage:
    """Sessions that match, latest activity first."""
    page = await session_list.list_sessions(reader, query.where, query.cursor, query.limit)
    return SessionPage(
        items=[present.session_row(session) for session in page.items], next_cursor=page.next_cursor, total=page.total
    )


@router.get("/{session_id:path}", operation_id="getSession")
async def get_session(reader: Reader, session_id: str) -> SessionDetail:
    """One session as a conversation."""
    found = await session_detail.load_session(reader, session_id)
    if found is None:
        raise AppProblem(404, "There is no such session in this project.", "No trace carries this session id.")
    return present.session_detail(found)
