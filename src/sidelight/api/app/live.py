"""Server-Sent Events that tell an open page when something became visible."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import cast

import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.ingest.live import LiveFeed
from sidelight.platform.users import project_of

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

    async def is_open() -> bool:
        async with services.database.reading() as session:
            return await project_of(session, access.user.id, access.project_id) is not None

    events = event_stream(services.live, access.project_id, is_open=is_open)
    return StreamingResponse(events, 200, headers, "text/event-stream")


async def _always() -> bool:
    return True


async def event_stream(
    feed: LiveFeed,
    project_id: str,
    heartbeat_s: float = HEARTBEAT_S,
    pause_s: float = PAUSE_S,
    is_open: Callable[[], Awaitable[bool]] = _always,
) -> AsyncIterator[bytes]:
    """Changed traces as Server-Sent Events, one event in ``pause_s`` at most.

    Ends when the feed is closed, and before the next event when the project is not open to the user any more.
    """
    subscription = cast(AsyncGenerator[list[str], None], feed.subscribe(project_id))
    waiting = asyncio.ensure_future(anext(subscription))
    try:
        # The first bytes tell the page that it is connected.
        yield _HEARTBEAT
        while True:
            done, _ = await asyncio.wait([waiting], timeout=heartbeat_s)
            if not await is_open():
                return
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
