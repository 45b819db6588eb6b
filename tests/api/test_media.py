"""A file's way: announced, sent, reported, read and shown; and everything that must be refused on it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Auth, BasicAuth

from sidelight.model.media import MediaPlace
from sidelight.platform.database import Database
from sidelight.platform.media.tickets import MediaTicket, read_ticket, write_ticket
from tests.fixtures.media_world import PNG, MediaWorld, announcement, open_media_world, put, sha256_of
from tests.fixtures.web_app import SECRET

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> AsyncIterator[MediaWorld]:
    async with open_media_world(database, tmp_path) as world:
        yield world


async def test_the_whole_way(world: MediaWorld) -> None:
    async with world.sdk() as sdk, world.stranger() as stranger:
        answer = await sdk.post("/api/public/media", json=announcement(observationId="o1", field="output"))
        assert answer.status_code == 201
        media_id, url = answer.json()["mediaId"], answer.json()["uploadUrl"]
        assert media_id == sha256_of(PNG).replace("+", "-").replace("/", "_")[:22]
        assert url.startswith("http://sidelight.test/")
        early = await sdk.get(f"/api/public/media/{media_id}")
        assert early.status_code == 404
        assert early.json() == {"message": "Media not yet uploaded", "error": "LangfuseNotFoundError"}

        sent = await put(stranger, url, PNG, **{"x-amz-checksum-sha256": sha256_of(PNG)})
        assert (sent.status_code, sent.text) == (200, "")
        report = {"uploadedAt": "2026-11-23T17:00:00Z", "uploadHttpStatus": 200, "uploadTimeMs": 12}
        assert (await sdk.patch(f"/api/public/media/{media_id}", json=report)).status_code == 204

        found = (await sdk.get(f"/api/public/media/{media_id}")).json()
        assert set(found) == {"mediaId", "contentType", "contentLength", "uploadedAt", "url", "urlExpiry"}
        assert (found["mediaId"], found["contentType"], found["contentLength"]) == (media_id, "image/png", len(PNG))
        download = await stranger.get(found["url"])
        assert download.content == PNG
        assert download.headers["content-type"] == "image/png"
    listed = await world.library.of_trace("rocket", "t1")
    assert [one.place for one in listed] == [MediaPlace("output", "t1", "o1")]


async def test_the_same_file_is_stored_once_and_linked_everywhere(world: MediaWorld) -> None:
    media_id = await world.upload()
    async with world.sdk() as sdk:
        again = await sdk.post("/api/public/media", json=announcement(traceId="t2", contentType="image/jpeg"))
        assert again.json() == {"mediaId": media_id, "uploadUrl": None}
        assert (await sdk.get(f"/api/public/media/{media_id}")).json()["contentType"] == "image/jpeg"
    assert len(world.files()) == 1
    assert [len(await world.library.of_trace("rocket", trace_id)) for trace_id in ("t1", "t2", "t3")] == [1, 1, 0]


async def test_projects_do_not_share_files(world: MediaWorld) -> None:
    media_id = await world.upload()
    async with world.sdk("trap") as other:
        assert (await other.get(f"/api/public/media/{media_id}")).status_code == 404
        patched = await other.patch(
            f"/api/public/media/{media_id}", json={"uploadedAt": "2026-11-23T17:00:00Z", "uploadHttpStatus": 500}
        )
        assert patched.status_code == 404
        answer = await other.post("/api/public/media", json=announcement())
        assert answer.json()["uploadUrl"] is not None
    await world.upload(project_id="trap")
    assert len(world.files()) == 2
    await world.library.on_traces_deleted("trap", ["t1"])
    async with world.sdk() as sdk, world.stranger() as stranger:
        found = (await sdk.get(f"/api/public/media/{media_id}")).json()
        assert (await stranger.get(found["url"])).content == PNG


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"contentType": "application/x-evil"}, "Invalid content type"),
        ({"contentLength": 0}, "greater than or equal to 1"),
        ({"contentLength": "5"}, "integer"),
        ({"contentLength": 2**41}, "must be less than 1073741824 bytes"),
        ({"sha256Hash": "abc"}, "44 character"),
        ({"sha256Hash": "!" * 44}, "44 character"),
        ({"field": "expectedOutput"}, "Provide either traceId"),
        ({"field": "elsewhere"}, "'input'"),
        ({"traceId": None}, "Provide either traceId"),
        ({"datasetId": "d", "datasetItemId": "i"}, "Provide either traceId"),
        ({"traceId": None, "datasetId": "d"}, "Provide either traceId"),
        ({"traceId": None, "datasetId": "d", "datasetItemId": "i", "field": "output"}, "Provide either traceId"),
        ({"traceId": "a\0b"}, "NUL"),
        ({"traceId": "\U0001f980" * 700}, "at most"),
    ],
)
async def test_a_wrong_announcement_is_refused_with_its_reason(
    world: MediaWorld, change: dict[str, Any], said: str
) -> None:
    async with world.sdk() as sdk:
        answer = await sdk.post("/api/public/media", json=announcement(**change))
        assert answer.status_code == 400, answer.text
        assert said in str(answer.json()["error"])
        assert (await sdk.post("/api/public/media", content=b"{")).status_code == 400


async def test_a_file_of_a_dataset_item(world: MediaWorld) -> None:
    place: dict[str, Any] = {"traceId": None, "datasetId": "d1", "datasetItemId": "i1", "field": "expectedOutput"}
    media_id = await world.upload(**place)
    await world.upload(traceId="t9")
    await world.library.on_traces_deleted("rocket", ["t9"])
    assert list(await world.library.find("rocket", [media_id])) == [media_id], "the dataset item still needs it"


@pytest.mark.parametrize(
    ("content", "headers", "status", "error"),
    [
        (PNG + b"x", {}, 413, "wrong_length"),
        (PNG[:-1], {}, 400, "wrong_length"),
        (PNG[:-1] + b"x", {}, 400, "wrong_hash"),
        (PNG, {"Content-Type": "text/html"}, 400, "wrong_type"),
        (PNG, {"Content-Encoding": "gzip"}, 415, "UnsupportedEncoding"),
        (PNG, {"x-amz-checksum-sha256": sha256_of(b"other")}, 400, "wrong_hash"),
    ],
)
async def test_an_upload_that_differs_leaves_nothing(
    world: MediaWorld, content: bytes, headers: dict[str, str], status: int, error: str
) -> None:
    async with world.sdk() as sdk, world.stranger() as stranger:
        answer = (await sdk.post("/api/public/media", json=announcement())).json()
        refused = await put(stranger, answer["uploadUrl"], content, **headers)
        assert (refused.status_code, refused.json()["error"]) == (status, error)
        assert world.files() == []
        report = {"uploadedAt": "2026-11-23T17:00:00Z", "uploadHttpStatus": status, "uploadHttpError": refused.text}
        assert (await sdk.patch(f"/api/public/media/{answer['mediaId']}", json=report)).status_code == 204
        failed = await sdk.get(f"/api/public/media/{answer['mediaId']}")
        assert failed.status_code == 404
        assert f"Status {status}" in failed.json()["message"]
        assert (await put(stranger, answer["uploadUrl"], PNG)).status_code == 200, "the right bytes may still come"
        assert (await sdk.get(f"/api/public/media/{answer['mediaId']}")).status_code == 200


async def test_a_body_without_length_is_cut_at_the_limit(world: MediaWorld) -> None:
    async with world.sdk() as sdk, world.stranger() as stranger:
        answer = (await sdk.post("/api/public/media", json=announcement())).json()
        sent = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal sent
            while sent < 100 * len(PNG):
                sent += 1000
                yield b"x" * 1000

        refused = await stranger.put(answer["uploadUrl"], content=endless())
        assert (refused.status_code, refused.json()["error"]) == (413, "too_long")
        assert world.files() == []


def ticket(**changes: object) -> MediaTicket:
    values = {
        "method": "PUT",
        "project_id": "rocket",
        "media_id": sha256_of(PNG)[:22],
        "sha256": sha256_of(PNG),
        "content_type": "image/png",
        "content_length": len(PNG),
        "expires_s": 2**40,
        **changes,
    }
    return MediaTicket(**values)  # type: ignore[arg-type]


async def test_only_a_valid_ticket_opens(world: MediaWorld) -> None:
    good = write_ticket(SECRET, ticket())
    assert read_ticket(SECRET, good) == ticket()
    body, _, signature = good.partition(".")
    forged = [
        good[:-1],
        f"{body}.{'0' * 64}",
        f"{body}x.{signature}",
        f"{body}.",
        "x",
        write_ticket(SECRET, ticket(project_id="trap")).partition(".")[0] + "." + signature,
    ]
    async with world.stranger() as stranger:
        for text in forged:
            answer = await stranger.put(f"/api/media/{text}", content=PNG)
            assert (answer.status_code, answer.json()["error"]) == (403, "InvalidAddress"), text
        expired = await stranger.put(f"/api/media/{write_ticket(SECRET, ticket(expires_s=1))}", content=PNG)
        assert (expired.status_code, expired.json()["error"]) == (403, "ExpiredAddress")
        gone = await put(stranger, f"/api/media/{good}", PNG)
        assert (gone.status_code, gone.json()["error"]) == (404, "gone")
        assert "access-control-allow-origin" in gone.headers
        wrong = await stranger.get(f"/api/media/{good}")
        assert wrong.status_code == 405
        preflight = await stranger.options(
            f"/api/media/{good}", headers={"origin": "https://x", "access-control-request-headers": "x-ms-blob-type"}
        )
        assert preflight.status_code == 204
        assert preflight.headers["access-control-allow-headers"] == "x-ms-blob-type"
    assert world.files() == []


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=10-", 206, 10, len(PNG)),
        ("bytes=-4", 206, len(PNG) - 4, len(PNG)),
        ("bytes=0-999999", 206, 0, len(PNG)),
        ("bytes=-999999", 206, 0, len(PNG)),
        ("bytes=5-2", 200, 0, len(PNG)),
        ("bytes=0-1,4-5", 200, 0, len(PNG)),
        ("lines=1-2", 200, 0, len(PNG)),
        ("bytes=-", 200, 0, len(PNG)),
        pytest.param(f"bytes={'1' * 5000}-", 200, 0, len(PNG), id="a number that Python does not read"),
    ],
)
async def test_ranges(world: MediaWorld, asked: str, status: int, start: int, end: int) -> None:
    media_id = await world.upload()
    async with world.sdk() as sdk, world.stranger() as stranger:
        url = (await sdk.get(f"/api/public/media/{media_id}")).json()["url"]
        for method in ("GET", "HEAD"):
            answer = await stranger.request(method, url, headers={"range": asked})
            assert answer.status_code == status
            assert answer.headers["content-length"] == str(end - start)
            assert answer.content == (PNG[start:end] if method == "GET" else b"")
            if status == 206:
                assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(PNG)}"
        outside = await stranger.get(url, headers={"range": f"bytes={len(PNG)}-"})
        assert outside.status_code == 416
        assert outside.headers["content-range"] == f"bytes */{len(PNG)}"
        changed = await stranger.get(url, headers={"range": "bytes=0-1", "if-range": '"other"'})
        assert changed.status_code == 200
        known = await stranger.get(url, headers={"if-none-match": answer.headers["etag"]})
        assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize(
    ("content_type", "disposition"),
    [
        ("image/png", "inline"),
        ("audio/wav", "inline"),
        ("video/mp4", "inline"),
        ("text/plain", "inline"),
        ("image/svg+xml", "attachment"),
        ("text/html", "attachment"),
        ("application/xml", "attachment"),
        ("application/pdf", "attachment"),
        ("application/javascript", "attachment"),
    ],
)
async def test_hostile_files_are_never_pages_of_this_site(
    world: MediaWorld, content_type: str, disposition: str
) -> None:
    media_id = await world.upload(SVG, content_type)
    async with world.sdk() as sdk, world.stranger() as stranger, world.people.browser("ada") as browser:
        url = (await sdk.get(f"/api/public/media/{media_id}")).json()["url"]
        for answer in (
            await stranger.get(url),
            await browser.get(f"/api/app/projects/rocket/media/{media_id}/content"),
        ):
            assert answer.content == SVG
            assert answer.headers["content-disposition"].startswith(f'{disposition}; filename="{media_id}.')
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


async def test_deleting_traces_removes_what_nothing_else_refers_to(world: MediaWorld) -> None:
    shared = await world.upload(traceId="t1", observationId="o1")
    await world.upload(traceId="t2")
    only = await world.upload(b"only here", "text/plain", traceId="t1")
    await world.library.on_traces_deleted("rocket", ["t1", "unknown"])
    assert list(await world.library.find("rocket", [shared, only])) == [shared]
    assert len(world.files()) == 1
    assert await world.library.of_trace("rocket", "t1") == []
    await world.library.on_traces_deleted("rocket", ["t2"])
    assert world.files() == []
    assert await world.upload() == shared, "the same file may come again"
    assert len(world.files()) == 1


async def test_a_link_and_a_deletion_at_the_same_time_agree(world: MediaWorld) -> None:
    for round_number in range(10):
        media_id = await world.upload(traceId="old")
        async with world.sdk() as sdk:
            announced, _ = await asyncio.gather(
                sdk.post("/api/public/media", json=announcement(traceId=f"new{round_number}")),
                world.library.on_traces_deleted("rocket", ["old"]),
            )
            if announced.json()["uploadUrl"] is not None:  # the deletion was first: it has to be sent again
                assert (await put(sdk, announced.json()["uploadUrl"], PNG)).status_code == 200
            url = (await sdk.get(f"/api/public/media/{media_id}")).json()["url"]
            assert (await sdk.get(url)).content == PNG
        await world.library.on_traces_deleted("rocket", [f"new{round_number}"])
        assert world.files() == []


async def test_uploads_of_one_file_at_the_same_time_keep_one(world: MediaWorld) -> None:
    assert len(set(await asyncio.gather(*(world.upload(traceId=f"t{n}") for n in range(8))))) == 1
    assert len(world.files()) == 1


async def test_a_lost_blob_is_said(world: MediaWorld) -> None:
    media_id = await world.upload()
    world.files()[0].unlink()
    async with world.sdk() as sdk, world.people.browser("ada") as browser:
        url = (await sdk.get(f"/api/public/media/{media_id}")).json()["url"]
        lost = await sdk.get(url)
        assert lost.status_code == 404
        assert "lost" in lost.json()["message"]
        shown = await browser.get(f"/api/app/projects/rocket/media/{media_id}/content")
        assert shown.status_code == 404
        assert "back-up" in shown.json()["hint"]


async def test_the_web_app_lists_and_shows(world: MediaWorld) -> None:
    media_id = await world.upload(traceId="a/b", observationId="o1", field="output")
    async with world.sdk() as sdk:
        waiting = announcement(b"never sent", "text/plain", traceId="a/b")
        announced = (await sdk.post("/api/public/media", json=waiting)).json()["mediaId"]
    async with world.people.browser("vic") as browser:
        listed = (await browser.get("/api/app/projects/rocket/traces/a/b/media")).json()["items"]
        assert [(one["id"], one["observationId"], one["field"]) for one in listed] == [
            (media_id, "o1", "output"),
            (announced, "", "input"),
        ]
        assert listed[0]["contentLength"] == len(PNG)
        assert listed[0]["uploadedAt"] is not None
        assert listed[1]["uploadedAt"] is None
        content = await browser.get(
            f"/api/app/projects/rocket/media/{media_id}/content", headers={"range": "bytes=0-3"}
        )
        assert (content.status_code, content.content) == (206, PNG[:4])
        assert (await browser.get(f"/api/app/projects/rocket/media/{announced}/content")).status_code == 404
        assert (await browser.get("/api/app/projects/rocket/media/none")).status_code == 404
    async with world.people.browser("eve") as browser:
        for path in (f"media/{media_id}", f"media/{media_id}/content", "traces/a/b/media"):
            assert (await browser.get(f"/api/app/projects/rocket/{path}")).status_code == 404
        assert (await browser.get(f"/api/app/projects/trap/media/{media_id}")).status_code == 404


async def test_the_address_is_the_one_that_is_set(world: MediaWorld) -> None:
    world.people.services.settings.server.base_url = "https://public.example/sidelight/"
    async with world.sdk() as sdk:
        url = (await sdk.post("/api/public/media", json=announcement())).json()["uploadUrl"]
        assert url.startswith("https://public.example/sidelight/api/media/")
        world.people.services.settings.server.base_url = ""
        url = (await sdk.post("/api/public/media", json=announcement(), headers={"host": "box:3000"})).json()[
            "uploadUrl"
        ]
        assert url.startswith("http://box:3000/api/media/")


async def test_a_key_is_needed(world: MediaWorld) -> None:
    async with world.stranger() as stranger:
        for stranger.auth in (Auth(), BasicAuth("pk-lf-x", "sk-lf-x")):
            assert (await stranger.post("/api/public/media", json=announcement())).status_code == 401
            assert (await stranger.get("/api/public/media/x")).status_code == 401
            assert (await stranger.patch("/api/public/media/x", json={})).status_code == 401
