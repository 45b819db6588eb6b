"""Sessions: all traces that share a session id."""

from typing import Annotated

from fastapi import APIRouter, Query

from sidelight.api.app.models import SessionDetail, SessionPage
from sidelight.api.app.parameters import SessionListParameters
from sidelight.api.app.reading import Reader

router = APIRouter(prefix="/projects/{project_id}/sessions", tags=["sessions"])


@router.get("", operation_id="listSessions")
async def list_sessions(reader: Reader, query: Annotated[SessionListParameters, Query()]) -> SessionPage:
    """Sessions that match, latest activity first."""
    raise NotImplementedError


@router.get("/{session_id:path}", operation_id="getSession")
async def get_session(reader: Reader, session_id: str) -> SessionDetail:
    """One session as a conversation."""
    raise NotImplementedError
