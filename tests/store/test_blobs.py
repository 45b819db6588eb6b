"""Blobs in a folder and in S3 (a server that speaks its protocol), by the same tests."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from sidelight.store.blobs import ABANDONED_AFTER_S, BlobError, BlobMissingError, Blobs

CONTENT = bytes(range(256)) * 4096


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "file", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    if request.param == "folder":
        return Blobs("", {}, tmp_path / "media")
    if request.param == "file":
        return Blobs(f"file://{tmp_path}/else%20where", {}, tmp_path / "media")
    endpoint = request.getfixturevalue("s3_endpoint")
    assert httpx.put(f"{endpoint}/bucket").status_code == 200
    options = {"endpoint": endpoint, "access_key_id": "a", "secret_access_key": "s", "region": "us-east-1"}
    return Blobs("s3://bucket/some/prefix", options, tmp_path / "media")


async def content_of(blobs: Blobs, key: str, start: int = 0, end: int = len(CONTENT)) -> bytes:
    return b"".join([piece async for piece in blobs.read(key, start, end)])


@pytest.mark.parametrize("project_id", ["p", "../../etc", "a/b", "..", "ü %41"])
async def test_what_is_put_can_be_read_whole_and_in_parts(blobs: Blobs, project_id: str) -> None:
    key = blobs.new_key(project_id, "abc")
    blobs.put(key, CONTENT)
    assert await content_of(blobs, key) == CONTENT
    assert await content_of(blobs, key, 1000, 300_001) == CONTENT[1000:300_001]
    other = blobs.new_key(project_id, "abc")
    assert other != key
    blobs.put(other, b"other")
    await blobs.delete([key, key])
    with pytest.raises(BlobMissingError):
        await content_of(blobs, key)
    assert await content_of(blobs, other, 0, 5) == b"other"


def test_a_file_comes_in_pieces_and_is_dropped_or_kept(blobs: Blobs, tmp_path: Path) -> None:
    dropped = blobs.receive()
    dropped.write(b"abc")
    dropped.drop()
    kept = blobs.receive()
    kept.write(b"ab")
    kept.write(b"c")
    assert (kept.length, kept.sha256) == (3, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
    kept.keep(blobs.new_key("p", "abc"))
    kept.drop()
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path.parent.name == "incoming"]
    assert left == []


def test_uploads_that_a_crash_cut_off_are_cleared(tmp_path: Path) -> None:
    folder = tmp_path / "media"
    Blobs("", {}, folder)
    old, young = folder / "incoming" / "old", folder / "incoming" / "young"
    for path in (old, young):
        path.write_bytes(b"x")
    long_ago_s = time.time() - ABANDONED_AFTER_S - 60
    os.utime(old, (long_ago_s, long_ago_s))
    Blobs("", {}, folder)
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.parametrize(
    ("url", "options", "said"),
    [
        ("ftp://host/x", {}, "'ftp:', which is not supported"),
        ("memory:///", {}, "not supported"),
        ("s3://bucket", {"no_such_option": "1"}, "SIDELIGHT_MEDIA__OPTIONS does not fit"),
        ("file:///proc/nowhere", {}, "cannot be written"),
    ],
)
def test_wrong_settings_say_what_to_write(tmp_path: Path, url: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(BlobError, match=said):
        Blobs(url, options, tmp_path / "media")


async def test_a_store_that_is_away_is_an_error_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sidelight.store import blobs as module

    retries: dict[str, Any] = {"max_retries": 0}
    monkeypatch.setattr(module, "_RETRIES", retries)
    options = {"endpoint": "http://127.0.0.1:9", "access_key_id": "a", "secret_access_key": "s", "region": "x"}
    away = Blobs("s3://bucket", options, tmp_path / "media")
    with pytest.raises(BlobError, match="media store failed"):
        away.put("files/p/x", b"x")
    with pytest.raises(BlobError):
        await content_of(away, "files/p/x")
    with pytest.raises(BlobError):
        await away.delete(["files/p/x"])
