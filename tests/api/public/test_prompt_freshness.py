"""Who has changed a prompt, over either API, gets the new one: also where answers are kept."""

from typing import Any

import httpx
from sqlalchemy import select

from sidelight.platform.audit.tables import AuditEntry
from tests.fixtures.read_world import ReadWorld

APP = "/api/app/projects/rocket/prompts"
TONE = "@@@langfusePrompt:name=tone|label=production@@@"


async def text_of(sdk: httpx.AsyncClient, name: str, **chosen: Any) -> str:
    """Asked three times: read, perhaps kept, perhaps from memory."""
    answers = [await sdk.get(f"/v2/prompts/{name}", params=chosen) for _ in range(3)]
    assert len({answer.content for answer in answers}) == 1
    return str(answers[0].json()["prompt"]) if answers[0].status_code == 200 else str(answers[0].status_code)


async def test_every_change_is_seen_by_the_next_request(read_world: ReadWorld) -> None:
    async with read_world.sdk() as sdk, read_world.browser() as browser:

        async def make(name: str, prompt: str, *labels: str) -> None:
            answer = await sdk.post("/v2/prompts", json={"name": name, "prompt": prompt, "labels": labels})
            assert answer.status_code == 200, answer.text

        async def manage(method: str, path: str, **given: Any) -> None:
            answer = await browser.request(method, f"{APP}{path}", **given)
            assert answer.status_code < 300, answer.text

        assert await text_of(sdk, "tone") == "404"
        await make("tone", "one", "production")
        await make("top", f"[{TONE}]", "production")
        assert await text_of(sdk, "top") == "[one]"
        assert await text_of(sdk, "tone", label="latest") == "one"
        await make("tone", "two")
        assert await text_of(sdk, "top") == "[one]"
        assert await text_of(sdk, "tone", label="latest") == "two"

        await sdk.patch("/v2/prompts/tone/versions/2", json={"newLabels": ["production"]})
        assert await text_of(sdk, "top") == "[two]"
        await manage("PATCH", "/labels", json={"name": "tone", "labels": {"production": 1}})
        assert (await text_of(sdk, "top"), await text_of(sdk, "tone")) == ("[one]", "one")
        body = {"name": "tone", "prompt": "three", "baseVersion": 2, "labels": ["production"]}
        await manage("POST", "", json=body)
        assert (await text_of(sdk, "top"), await text_of(sdk, "tone")) == ("[three]", "three")

        await sdk.delete("/v2/prompts/tone", params={"version": 2})
        assert await text_of(sdk, "tone", version=2) == "404"
        await manage("DELETE", "", params={"name": "tone", "version": 1})
        assert await text_of(sdk, "tone", version=1) == "404"

        await manage("PUT", "/tags", json={"name": "tone", "tags": ["new"]})
        assert (await sdk.get("/v2/prompts/tone")).json()["tags"] == ["new"]
        await manage("POST", "/rename", json={"name": "tone", "newName": "shared/tone"})
        assert (await text_of(sdk, "top"), await text_of(sdk, "shared%2Ftone")) == ("[three]", "three")
        assert await text_of(sdk, "tone") == "three"
        # The former name goes to another prompt, without anybody asking in between.
        await make("tone", "another", "production")
        await manage("POST", "/rename", json={"name": "tone", "newName": "other"})
        assert await text_of(sdk, "tone") == "another"
        await manage("DELETE", "", params={"name": "top"})
        assert await text_of(sdk, "top") == "404"


async def test_what_a_key_changes_is_in_the_audit_log(read_world: ReadWorld) -> None:
    async with read_world.sdk() as sdk:
        for prompt in ("one", "two"):
            await sdk.post("/v2/prompts", json={"name": "p", "prompt": prompt, "labels": ["production"]})
        await sdk.patch("/v2/prompts/p/versions/1", json={"newLabels": ["production"]})
        await sdk.delete("/v2/prompts/p")
        refused = await sdk.post("/v2/prompts", json={"name": "a|b", "prompt": "x"})
        assert refused.status_code == 400
    async with read_world.services.database.reading() as session:
        entries = (await session.scalars(select(AuditEntry).order_by(AuditEntry.created_at, AuditEntry.id))).all()
    assert [one.action for one in entries] == ["create", "create", "promote", "delete"]
    assert {(one.resource_kind, one.resource_id, one.author_kind) for one in entries} == {("prompt", "p", "api_key")}
    assert all(one.author_name.startswith("pk-lf-") for one in entries)
