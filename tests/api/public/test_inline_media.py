"""A file within a payload: sent as base64, read as a mark, downloaded, and gone with its trace."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from sidelight.store.store import Store
from tests.fixtures.media_world import PNG
from tests.fixtures.read_world import empty
from tests.fixtures.write_world import WriteWorld, event, open_write_world


@pytest.fixture
async def world(event_store: Store, tmp_path: Path) -> AsyncIterator[WriteWorld]:
    empty(event_store)
    async with open_write_world(event_store, tmp_path) as world:
        yield world


async def test_sent_read_downloaded_deleted(world: WriteWorld, tmp_path: Path) -> None:
    uri = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    message = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": uri}}]}
    batch = [
        event("trace-create", {"id": "t1", "name": "picture", "input": {"messages": [message]}}),
        event("span-create", {"id": "o1", "traceId": "t1", "name": "look", "metadata": {"deep": {"picture": uri}}}),
    ]
    async with world.sdk() as sdk:
        answer = await sdk.post("/ingestion", json={"batch": batch})
        assert (answer.status_code, answer.json()["errors"]) == (207, [])
        trace = (await sdk.get("/traces/t1")).json()
        mark = trace["input"]["messages"][0]["content"][0]["image_url"]["url"]
        found = re.fullmatch(r"@@@langfuseMedia:type=image/png\|id=([\w-]{22})\|source=base64_data_uri@@@", mark)
        assert found, mark
        assert trace["observations"][0]["metadata"] == {"deep": {"picture": mark}}

        media = (await sdk.get(f"/media/{found[1]}")).json()
        assert (media["contentType"], media["contentLength"]) == ("image/png", len(PNG))
        assert media["url"].startswith("http://sidelight.test/api/media/")

        assert (await sdk.delete("/traces/t1")).status_code == 200
        await gone(sdk, f"/media/{found[1]}")
        await emptied(tmp_path / "media")


async def gone(sdk: httpx.AsyncClient, path: str) -> None:
    """Files go right after their trace."""
    for _ in range(100):
        if (await sdk.get(path)).status_code == 404:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{path} is still there")


async def emptied(folder: Path) -> None:
    """The bytes go after what is known of them."""
    for _ in range(100):
        if not files_in(folder):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"there are files left in {folder}")


def files_in(folder: Path) -> list[Path]:
    """All files below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]
