import asyncio
import threading

from sidelight.ingest.live import MAX_PENDING, LiveFeed


async def _collect(feed: LiveFeed, project_id: str, into: list[list[str]]) -> None:
    async for trace_ids in feed.subscribe(project_id):
        into.append(trace_ids)


async def test_each_project_hears_its_own_traces_only() -> None:
    feed = LiveFeed()
    feed.attach(asyncio.get_running_loop())
    heard_a: list[list[str]] = []
    heard_b: list[list[str]] = []
    tasks = [asyncio.create_task(_collect(feed, "a", heard_a)), asyncio.create_task(_collect(feed, "b", heard_b))]
    await asyncio.sleep(0)
    publisher = threading.Thread(target=feed.publish, args=("a", ["t1", "t2", "t1"]))
    publisher.start()
    publisher.join()
    await asyncio.sleep(0.01)
    feed.close()
    await asyncio.wait_for(asyncio.gather(*tasks), 1)
    assert heard_a == [["t1", "t2"]]
    assert heard_b == []


async def test_a_slow_reader_keeps_the_latest() -> None:
    feed = LiveFeed()
    feed.attach(asyncio.get_running_loop())
    subscription = feed.subscribe("a")
    first = asyncio.ensure_future(anext(subscription))
    await asyncio.sleep(0)
    feed.publish("a", [str(number) for number in range(MAX_PENDING + 5)])
    trace_ids = await asyncio.wait_for(first, 1)
    assert len(trace_ids) == MAX_PENDING
    assert trace_ids[-1] == str(MAX_PENDING + 4)
    await subscription.aclose()
    assert not feed._subscribers
