"""/api/public/comments against the published contract: objects must exist, authors be members, pages be filtered."""

from typing import Any

import httpx
import pytest
import schemathesis

from tests.contract.public_server import CONTRACT
from tests.fixtures.read_world import ReadWorld

TRACE = {"projectId": "rocket", "objectType": "TRACE", "objectId": "t/1", "content": "Look at @[Vic](user:vic)"}


@pytest.fixture(scope="module")
def contract() -> Any:
    return schemathesis.openapi.from_path(CONTRACT)


@pytest.fixture
def world(read_world: ReadWorld) -> ReadWorld:
    seed = read_world.seed()
    seed.trace("t/1", 0, session_id="s/1")
    seed.observation("t/1", "o/1", 1, session_id="s/1")
    return read_world


async def make(sdk: httpx.AsyncClient, contract: Any, **fields: Any) -> str:
    answer = await sdk.post("/comments", json={**TRACE, **fields})
    assert answer.status_code == 200, answer.text
    contract["/api/public/comments"]["POST"].validate_response(answer)
    return str(answer.json()["id"])


async def test_comments_on_every_kind_of_object(world: ReadWorld, contract: Any) -> None:
    async with world.sdk() as sdk:
        prompt = (await sdk.post("/v2/prompts", json={"name": "p", "prompt": "Hi", "type": "text"})).json()
        made = [
            await make(sdk, contract, authorUserId="ada"),
            await make(sdk, contract, objectType="OBSERVATION", objectId="o/1"),
            await make(sdk, contract, objectType="session", objectId="s/1"),
            await make(sdk, contract, objectType="PROMPT", objectId=prompt["id"]),
        ]
        page = await sdk.get("/comments")
        contract["/api/public/comments"]["GET"].validate_response(page)
        one = await sdk.get(f"/comments/{made[0]}")
        contract["/api/public/comments/{commentId}"]["GET"].validate_response(one)
        of_step = (await sdk.get("/comments", params={"objectType": "OBSERVATION", "objectId": "o/1"})).json()
        by_ada = (await sdk.get("/comments", params={"authorUserId": "ada", "limit": 1})).json()
    assert [comment["id"] for comment in page.json()["data"]] == made[::-1]
    assert page.json()["meta"] == {"page": 1, "limit": 50, "totalItems": 4, "totalPages": 1}
    assert {key: one.json()[key] for key in (*TRACE, "authorUserId")} == {**TRACE, "authorUserId": "ada"}
    assert [comment["id"] for comment in of_step["data"]] == [made[1]]
    assert [comment["id"] for comment in by_ada["data"]] == [made[0]]
    async with world.browser("vic") as vic:
        assert (await vic.get("/api/app/projects/rocket/mentions")).json()["unread"] == 4


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"objectId": "none"}, 404, "not found"),
        ({"objectType": "PROMPT"}, 404, "not found"),
        ({"objectId": "x" * 900}, 404, "not found"),
        ({"objectType": "DATASET"}, 400, "objectType"),
        ({"content": ""}, 400, "content"),
        ({"content": "x" * 5001}, 400, "5000"),
        ({"projectId": "trap"}, 400, "projectId"),
        ({"authorUserId": "eve"}, 400, "no member"),
    ],
)
async def test_what_is_refused(world: ReadWorld, body: dict[str, Any], status: int, word: str) -> None:
    async with world.sdk() as sdk:
        answer = await sdk.post("/comments", json={**TRACE, **body})
        page = (await sdk.get("/comments")).json()
    assert answer.status_code == status
    assert word in answer.text
    assert page["data"] == []


async def test_reads_that_are_refused(world: ReadWorld, contract: Any) -> None:
    async with world.sdk() as sdk:
        comment_id = await make(sdk, contract)
        no_type = await sdk.get("/comments", params={"objectId": "t/1"})
        missing = await sdk.get("/comments/none")
    async with world.sdk("trap") as other:
        alien = await other.get(f"/comments/{comment_id}")
        assert (await other.get("/comments")).json()["data"] == []
    assert (no_type.status_code, missing.status_code, alien.status_code) == (400, 404, 404)
    assert missing.json()["error"] == "LangfuseNotFoundError"
