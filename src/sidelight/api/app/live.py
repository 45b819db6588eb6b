"""Server-Sent Events that tell an open page when something became visible."""

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from sidelight.api.app.reading import Reader

router = APIRouter(prefix="/projects/{project_id}", tags=["live"])


@router.get(
    "/live",
    operation_id="subscribeLive",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def subscribe(reader: Reader) -> StreamingResponse:
    """`event: traces` with `data: {"traceIds": [...]}` when traces changed; a comment line every 15 s."""
    raise NotImplementedError
