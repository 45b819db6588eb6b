"""Prompts as programs write, fetch, label and delete them; what is refused, and in which words."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.fixtures.read_world import ReadWorld

PROMPTS = "/v2/prompts"
CHAT = [{"role": "system", "content": "Be kind."}, {"type": "placeholder", "name": "history"}]


async def save(sdk: httpx.AsyncClient, name: str, prompt: Any = "text", **fields: Any) -> dict[str, Any]:
    answer = await sdk.post(PROMPTS, json={"name": name, "prompt": prompt, **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


async def fetch(sdk: httpx.AsyncClient, name: str, **chosen: Any) -> dict[str, Any]:
    answer = await sdk.get(f"{PROMPTS}/{quote(name, safe='')}", params=chosen)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("body", "path", "message"),
    [
        ({"prompt": 5}, ["prompt"], "A prompt is a text, or a list of messages and placeholders"),
        ({"prompt": {"role": "user"}}, ["prompt"], "A prompt is a text, or a list of messages and placeholders"),
        ({"prompt": [{"role": "user"}]}, ["prompt", "chat", "0", "message", "content"], "Field required"),
        ({"prompt": [{"type": "placeholder"}]}, ["prompt", "chat", "0", "placeholder", "name"], "Field required"),
        ({"prompt": ["hi"]}, ["prompt", "chat", "0"], "An entry of a chat is a message"),
        ({"prompt": CHAT, "type": "text"}, ["type"], "a chat prompt is a list of messages"),
        ({"prompt": "text", "type": "chat"}, ["type"], "a chat prompt is a list of messages"),
        ({"prompt": "text", "name": "new"}, ["name"], "Prompt name cannot be 'new'"),
        ({"prompt": "text", "name": "a|b"}, ["name"], "cannot contain '|'"),
        ({"prompt": "text", "name": "a//b"}, ["name"], "empty"),
        ({"prompt": "text", "labels": ["Production"]}, ["labels"], "is not usable"),
        ({"prompt": "text", "commitMessage": "c" * 501}, ["commitMessage"], "500 are possible"),
        ({"prompt": "@@@langfusePrompt:name=none|label=x@@@"}, ["prompt"], "Prompt dependency not found"),
        ({"prompt": [*CHAT, {"role": "user", "content": "{{history}}"}]}, ["prompt"], "must be unique"),
    ],
)
async def test_what_is_wrong_is_told_once_and_with_its_place(
    read_world: ReadWorld, body: dict[str, Any], path: list[str], message: str
) -> None:
    async with read_world.sdk() as sdk:
        answer = await sdk.post(PROMPTS, json={"name": "a", **body})
        assert (answer.status_code, answer.json()["message"]) == (400, "Invalid request data")
        [error] = answer.json()["error"]
        assert error["path"] == path
        assert message in error["message"]


async def test_the_type_may_be_left_out_and_stays(read_world: ReadWorld) -> None:
    async with read_world.sdk() as sdk:
        made = await save(sdk, "chat", CHAT, tags=["a"], config={"t": 0}, labels=["production"], commitMessage="one")
        assert (made["type"], made["version"], made["labels"]) == ("chat", 1, ["production", "latest"])
        assert (made["commitMessage"], made["config"], made["prompt"]) == ("one", {"t": 0}, CHAT)
        answer = await sdk.post(PROMPTS, json={"name": "chat", "prompt": "text"})
        assert (answer.status_code, "different prompt type" in answer.text) == (400, True)
        # Tags are of all versions: a version without any leaves them, one with others changes them for all.
        assert (await save(sdk, "chat", CHAT))["tags"] == ["a"]
        await save(sdk, "chat", CHAT, tags=["b"])
        assert (await fetch(sdk, "chat", version=1))["tags"] == ["b"]


@pytest.mark.parametrize(
    "name", ["a/b/c", "ünï/日本", "100% a+b", "a?b=c&d#e", "%2F", "dots/../x", "a/versions/1", "🎉"]
)
async def test_names_are_found_as_they_were_given(read_world: ReadWorld, name: str) -> None:
    async with read_world.sdk() as sdk:
        await save(sdk, name, labels=["production"])
        assert (await fetch(sdk, name))["name"] == name
        path = f"{PROMPTS}/{quote(name, safe='')}"
        labelled = await sdk.patch(f"{path}/versions/1", json={"newLabels": ["staging"]})
        assert (labelled.status_code, labelled.json()["labels"]) == (200, ["production", "staging", "latest"])
        listed = (await sdk.get(PROMPTS, params={"name": name})).json()
        assert [one["name"] for one in listed["data"]] == [name]
        assert (await sdk.delete(path)).status_code == 204
        assert (await sdk.get(path)).status_code == 404


async def test_a_version_is_chosen_by_number_or_label(read_world: ReadWorld) -> None:
    async with read_world.sdk() as sdk:
        await save(sdk, "a", "one", labels=["production"])
        await save(sdk, "a", "two", labels=["staging", "latest"])
        for chosen, text in (({}, "one"), ({"label": "staging"}, "two"), ({"label": "latest"}, "two")):
            assert (await fetch(sdk, "a", **chosen))["prompt"] == text
        both = await sdk.get(f"{PROMPTS}/a", params={"version": 1, "label": "production"})
        assert (both.status_code, both.json()["error"][0]["path"]) == (400, ["version"])
        for params, told in (
            ({"version": 3}, "Prompt not found: 'a' with version 3"),
            ({"label": "x"}, "Prompt not found: 'a' with label 'x'"),
        ):
            missing = await sdk.get(f"{PROMPTS}/a", params=params)
            assert (missing.status_code, missing.json()) == (404, {"message": told, "error": "LangfuseNotFoundError"})
        latest = await sdk.patch(f"{PROMPTS}/a/versions/1", json={"newLabels": ["latest"]})
        assert (latest.status_code, "reserved" in latest.text) == (400, True)


async def test_deleting_takes_what_fits_both_and_nothing_else(read_world: ReadWorld) -> None:
    async with read_world.sdk() as sdk:
        for text, labels in (("one", ["production"]), ("two", []), ("three", ["staging"])):
            await save(sdk, "a", text, labels=labels)

        async def delete(**params: Any) -> int:
            return (await sdk.delete(f"{PROMPTS}/a", params=params)).status_code

        assert await delete(version=1, label="latest") == 404
        assert await delete(version=2, label="staging") == 404
        assert await delete(label="none") == 404
        [listed] = (await sdk.get(PROMPTS)).json()["data"]
        assert listed["versions"] == [1, 2, 3]
        assert await delete(version=3, label="latest") == 204
        assert (await fetch(sdk, "a", label="latest"))["version"] == 2
        assert await delete(label="production") == 204
        [listed] = (await sdk.get(PROMPTS)).json()["data"]
        assert (listed["versions"], listed["labels"]) == ([2], ["latest"])
        assert await delete() == 204
        assert await delete() == 404
