"""Comments over the web app's API: who may say, change and delete what, and who hears of it."""

from typing import Any

import httpx
import pytest

from sidelight.platform.tables import Membership, User
from tests.fixtures.read_world import ReadWorld

ROOT = "/api/app/projects/rocket"
COMMENTS = f"{ROOT}/comments"
ANCHOR = {"dataField": "output", "path": "$['a'][0]", "start": 2, "end": 6, "quote": "text"}


@pytest.fixture
async def world(read_world: ReadWorld) -> ReadWorld:
    """Ada owns, Max and Mia are members, Vic only looks; there is a trace, a step and a session."""
    seed = read_world.seed()
    seed.trace("t/1", 0, session_id="s")
    seed.observation("t/1", "o", 1, session_id="s")
    async with read_world.services.database.session() as session:
        session.add_all(User(id=one, email=f"{one}@example.com", name=one.title()) for one in ("max", "mia"))
        await session.flush()
        session.add_all(Membership(organisation_id="acme", user_id=one, role="member") for one in ("max", "mia"))
    return read_world


async def say(browser: httpx.AsyncClient, content: str, **more: Any) -> dict[str, Any]:
    answer = await browser.post(COMMENTS, json={"objectType": "TRACE", "objectId": "t/1", "content": content, **more})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_comment_is_made_and_read(world: ReadWorld) -> None:
    on_step = {"objectType": "OBSERVATION", "objectId": "o", "traceId": "t/1"}
    async with world.browser() as browser:
        first = await say(browser, " **look** <script>alert(1)</script> ")
        await say(browser, "here", **on_step, anchor=ANCHOR)
        await say(browser, "on the session", objectType="SESSION", objectId="s")
        thread = (await browser.get(COMMENTS, params={"objectType": "TRACE", "objectId": "t/1"})).json()
        within = (await browser.get(COMMENTS, params={"objectType": "TRACE", "objectId": "t/1", "within": True})).json()
        step = (await browser.get(COMMENTS, params=on_step)).json()
        newest = (
            await browser.get(COMMENTS, params={"objectType": "TRACE", "objectId": "t/1", "within": True, "limit": 1})
        ).json()
    assert ([item["content"] for item in newest["items"]], newest["total"]) == (["here"], 2)
    assert first["content"] == "**look** <script>alert(1)</script>"
    assert (first["author"], first["isEdited"], first["revision"]) == ({"id": "ada", "name": "Ada"}, False, 1)
    assert thread == {"items": [first], "total": 1}
    assert [item["content"] for item in within["items"]] == [first["content"], "here"]
    assert (step["items"][0]["anchor"], step["items"][0]["traceId"]) == (ANCHOR, "t/1")


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"objectId": "none"}, 404, "objectId"),
        ({"objectType": "OBSERVATION", "objectId": "o", "traceId": "other"}, 404, "objectId"),
        ({"objectType": "SESSION", "objectId": "none"}, 404, "objectId"),
        ({"objectType": "PROMPT", "objectId": "none"}, 404, "objectId"),
        ({"objectType": "SCORE"}, 422, "objectType"),
        ({"content": "  "}, 422, "content"),
        ({"content": "x" * 5001}, 422, "content"),
        ({"anchor": {**ANCHOR, "end": 1}}, 422, "anchor.end"),
        ({"anchor": {**ANCHOR, "path": "a"}}, 422, "anchor.path"),
        ({"anchor": {**ANCHOR, "dataField": "name"}}, 422, "anchor.dataField"),
    ],
)
async def test_what_is_refused(world: ReadWorld, body: dict[str, Any], status: int, field: str) -> None:
    given = {"objectType": "TRACE", "objectId": "t/1", "content": "x", **body}
    async with world.browser() as browser:
        answer = await browser.post(COMMENTS, json=given)
    assert (answer.status_code, answer.json()["field"]) == (status, field)


async def test_only_who_wrote_it_edits_and_admins_delete(world: ReadWorld) -> None:
    async with world.browser("max") as max_:
        comment = await say(max_, "mine")
        place = f"{COMMENTS}/{comment['id']}"
        edited = await max_.patch(place, json={"content": "mine, better", "revision": 1})
        late = await max_.patch(place, json={"content": "from another tab", "revision": 1})
    assert (edited.status_code, edited.json()["isEdited"], edited.json()["revision"]) == (200, True, 2)
    assert (late.status_code, late.json()["field"]) == (409, "revision")
    async with world.browser("mia") as mia:
        assert (await mia.patch(place, json={"content": "hers"})).status_code == 403
        assert (await mia.delete(place)).status_code == 403
    async with world.browser("vic") as viewer:
        assert (
            await viewer.post(COMMENTS, json={"objectType": "TRACE", "objectId": "t/1", "content": "x"})
        ).status_code == 403
        assert (await viewer.put(f"{place}/reactions", json={"reaction": "heart", "isOn": True})).status_code == 403
        assert (await viewer.get(COMMENTS, params={"objectType": "TRACE", "objectId": "t/1"})).json()["total"] == 1
    async with world.browser("ada") as owner:
        assert (await owner.patch(place, json={"content": "hers"})).status_code == 403
        assert (await owner.delete(place)).status_code == 204
        assert (await owner.delete(place)).status_code == 404
    async with world.browser("mia") as mia:
        assert (await mia.post(f"{place}/restore")).status_code == 403
    async with world.browser("max") as max_:
        restored = await max_.post(f"{place}/restore")
        assert (restored.status_code, restored.json()["content"]) == (200, "mine, better")
        assert (await max_.post(f"{place}/restore")).status_code == 404


async def test_reactions_are_those_of_people(world: ReadWorld) -> None:
    async with world.browser() as ada, world.browser("max") as max_:
        place = f"{COMMENTS}/{(await say(ada, 'x'))['id']}/reactions"
        await ada.put(place, json={"reaction": "heart", "isOn": True})
        both = (await max_.put(place, json={"reaction": "heart", "isOn": True})).json()
        one = (await ada.put(place, json={"reaction": "heart", "isOn": False})).json()
        odd = await ada.put(place, json={"reaction": "💩", "isOn": True})
    assert both["reactions"] == [
        {"reaction": "heart", "people": [{"id": "ada", "name": "Ada"}, {"id": "max", "name": "Max"}]}
    ]
    assert one["reactions"] == [{"reaction": "heart", "people": [{"id": "max", "name": "Max"}]}]
    assert odd.status_code == 422


async def test_who_is_mentioned_hears_of_it(world: ReadWorld) -> None:
    async with world.browser() as ada:
        comment = await say(ada, "@[Max](user:max) please, not @[Eve](user:eve)")
        assert (await ada.get(f"{ROOT}/mentions")).json() == {"items": [], "nextCursor": None, "unread": 0}
    async with world.browser("max") as max_:
        page = (await max_.get(f"{ROOT}/mentions")).json()
        assert page["unread"] == 1
        assert page["items"][0]["comment"]["id"] == comment["id"]
        assert (page["items"][0]["isRead"], page["items"][0]["promptName"]) == (False, None)
        assert (await max_.post(f"{ROOT}/mentions/read", json={"commentIds": [comment["id"]]})).status_code == 204
        assert (await max_.get(f"{ROOT}/mentions", params={"limit": 0})).json() == {
            "items": [],
            "nextCursor": None,
            "unread": 0,
        }
        assert (await max_.get(f"{ROOT}/mentions", params={"cursor": "odd"})).status_code == 400


async def test_mentions_page_by_cursor(world: ReadWorld) -> None:
    async with world.browser() as ada:
        for number in range(3):
            await say(ada, f"{number} @[Max](user:max)")
    async with world.browser("max") as max_:
        first = (await max_.get(f"{ROOT}/mentions", params={"limit": 2})).json()
        rest = (await max_.get(f"{ROOT}/mentions", params={"limit": 2, "cursor": first["nextCursor"]})).json()
    shown = [item["comment"]["content"][0] for item in first["items"] + rest["items"]]
    assert (shown, rest["nextCursor"]) == (["2", "1", "0"], None)


async def test_counts(world: ReadWorld) -> None:
    async with world.browser() as browser:
        await say(browser, "a")
        await say(browser, "b", objectType="OBSERVATION", objectId="o", traceId="t/1")
        traces = {"objectType": "TRACE", "subjects": [{"id": "none"}, {"id": "t/1"}]}
        own = (await browser.post(f"{COMMENTS}/counts", json=traces)).json()
        within = (await browser.post(f"{COMMENTS}/counts", json={**traces, "within": True})).json()
        steps = {"objectType": "OBSERVATION", "subjects": [{"id": "o", "traceId": "t/1"}, {"id": "o", "traceId": "u"}]}
        of_steps = (await browser.post(f"{COMMENTS}/counts", json=steps)).json()
    assert (own["counts"], within["counts"], of_steps["counts"]) == ([0, 1], [0, 2], [1, 0])


async def test_comments_go_with_their_trace(world: ReadWorld) -> None:
    async with world.browser() as browser:
        await say(browser, "a")
        await say(browser, "kept", objectType="SESSION", objectId="s")
        assert (await browser.request("DELETE", f"{ROOT}/traces", json={"ids": ["t/1"]})).status_code == 204
        thread = await browser.get(COMMENTS, params={"objectType": "TRACE", "objectId": "t/1"})
        kept = await browser.get(COMMENTS, params={"objectType": "SESSION", "objectId": "s"})
    assert (thread.json()["total"], kept.json()["total"]) == (0, 1)
