"""Server-Sent Events that tell an open page when something became visible."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from typing import cast

import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.ingest.live import LiveFeed

router = APIRouter(prefix="/projects/{project_id}", tags=["live"], route_class=ReadRoute)

HEARTBEAT_S = 15.0
PAUSE_S = 0.5

_HEARTBEAT = b": still here\n\n"


@router.get(
    "/live",
    operation_id="subscribeLive",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def subscribe(access: Access, services: ServicesOf) -> StreamingResponse:
    """`event: traces` with `data: {"traceIds": [...]}` when traces changed; a comment line every 15 s."""
    # Proxies must pass events on at once.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(event_stream(services.live, access.project_id), 200, headers, "text/event-stream")


async def event_stream(
    feed: LiveFeed, project_id: str, heartbeat_s: float = HEARTBEAT_S, pause_s: float = PAUSE_S
) -> AsyncIterator[bytes]:
    """Changed traces as Server-Sent Events, one event in ``pause_s`` at most; ends when the feed is closed."""
    subscription = cast(AsyncGenerator[list[str], None], feed.subscribe(project_id))
    waiting = asyncio.ensure_future(anext(subscription))
    try:
        # The first bytes tell the page that it is connected.
        yield _HEARTBEAT
        while True:
            done, _ = await asyncio.wait([waiting], timeout=heartbeat_s)
            if not done:
                yield _HEARTBEAT
                continue
            try:
                trace_ids = waiting.result()
            except StopAsyncIteration:
                return
            yield b"event: traces\ndata: " + orjson.dumps({"traceIds": trace_ids}) + b"\n\n"
            # What changes meanwhile comes together in the next event.
            await asyncio.sleep(pause_s)
            waiting = asyncio.ensure_future(anext(subscription))
    finally:
        waiting.cancel()
        with suppress(asyncio.CancelledError, StopAsyncIteration):
            await waiting
        await subscription.aclose()
