"""The event stream: news, heartbeats, and its end."""

import asyncio
from collections.abc import AsyncGenerator
from typing import cast

import orjson
import pytest

from sidelight.api.app.live import event_stream
from sidelight.ingest.live import LiveFeed
from tests.fixtures.read_world import ReadWorld


@pytest.fixture
async def feed() -> LiveFeed:
    feed = LiveFeed()
    feed.attach(asyncio.get_running_loop())
    return feed


def stream(feed: LiveFeed, heartbeat_s: float = 5, pause_s: float = 0.05) -> AsyncGenerator[bytes, None]:
    return cast(AsyncGenerator[bytes, None], event_stream(feed, "p", heartbeat_s, pause_s))


def ids_in(event: bytes) -> list[str]:
    head, data, *rest = event.split(b"\n")
    assert head == b"event: traces"
    assert rest == [b"", b""]
    return cast(list[str], orjson.loads(data.removeprefix(b"data: "))["traceIds"])


async def test_changed_traces_are_told_together(feed: LiveFeed) -> None:
    events = stream(feed)
    assert (await anext(events)).startswith(b":")
    await asyncio.sleep(0)
    feed.publish("p", ["a"])
    feed.publish("other", ["x"])
    assert ids_in(await anext(events)) == ["a"]
    feed.publish("p", ["b"])
    feed.publish("p", ["c", "b"])
    started = asyncio.get_running_loop().time()
    assert ids_in(await anext(events)) == ["b", "c"]
    assert asyncio.get_running_loop().time() - started >= 0.04
    await events.aclose()


async def test_heartbeats_are_comments(feed: LiveFeed) -> None:
    events = stream(feed, heartbeat_s=0.01)
    for _ in range(3):
        assert await anext(events) == b": still here\n\n"
    feed.publish("p", ["a"])
    async for event in events:
        if not event.startswith(b":"):
            assert ids_in(event) == ["a"]
            break
    await events.aclose()


async def test_ends_with_the_feed(feed: LiveFeed) -> None:
    events = stream(feed)
    await anext(events)
    waiting = asyncio.ensure_future(anext(events, None))
    await asyncio.sleep(0.01)
    feed.close()
    assert await waiting is None


async def test_leaves_nothing_behind_when_the_page_goes(feed: LiveFeed) -> None:
    for publish in (False, True):
        events = stream(feed)
        await anext(events)
        if publish:
            await asyncio.sleep(0)
            feed.publish("p", ["a"])
            await anext(events)
        await events.aclose()
        assert feed._subscribers == {}


async def test_needs_access_to_the_project(read_world: ReadWorld) -> None:
    async with read_world.browser("eve") as browser:
        assert (await browser.get("/api/app/projects/rocket/live")).status_code == 404
    async with read_world.people.browser() as browser:
        assert (await browser.get("/api/app/projects/rocket/live")).status_code == 401
