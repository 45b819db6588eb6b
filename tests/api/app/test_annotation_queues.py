"""Annotation queues in the web app's API: settings, items, work of two people, and what a viewer may."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.tables import Membership, User
from tests.fixtures.read_world import ReadWorld

BASE = "/api/app/projects/rocket/annotation-queues"
TRACES = [{"objectType": "TRACE", "objectId": f"t{n}"} for n in range(3)]


@pytest.fixture
async def world(read_world: ReadWorld) -> ReadWorld:
    """With Grace, a member, beside Ada, the owner, and three traces."""
    async with read_world.services.database.session() as session:
        session.add(User(id="grace", email="grace@example.com", name="Grace"))
        await session.flush()
        session.add(Membership(organisation_id="acme", user_id="grace", role="member"))
    seed = read_world.seed()
    with seed.together():
        for n in range(3):
            seed.trace(f"t{n}", n, name=f"trace {n}", input=f"question {n}", session_id="s")
            seed.observation(f"t{n}", f"o{n}", n, name=f"step {n}", session_id="s")
    return read_world


async def make(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    made = await client.post(BASE, json={"name": "Reviews", **more})
    assert made.status_code == 201, made.text
    return made.json()  # type: ignore[no-any-return]


async def filled(client: httpx.AsyncClient) -> tuple[str, list[str]]:
    """A queue with the three traces: its address, and the ids of the items."""
    queue = await make(client)
    added = await client.post(f"{BASE}/items", json={"queueIds": [queue["id"]], "objects": TRACES})
    assert added.status_code == 200, added.text
    return f"{BASE}/{queue['id']}", added.json()[0]["added"]


async def test_settings_are_changed_and_a_second_editor_is_told(world: ReadWorld) -> None:
    async with world.browser("ada") as ada, world.browser("grace") as grace:
        queue = await make(ada, description="Read.", assigneeIds=["grace", "ada"])
        assert (queue["isMine"], [one["name"] for one in queue["assignees"]]) == (True, ["Ada", "Grace"])
        at = f"{BASE}/{queue['id']}"
        change = {"name": "Reviews 2", "assigneeIds": ["grace"], "revision": queue["revision"]}
        changed = (await ada.put(at, json=change)).json()
        assert (changed["name"], changed["isMine"]) == ("Reviews 2", False)
        late = await grace.put(at, json={**change, "name": "mine"})
        assert (late.status_code, late.json()["field"]) == (409, "revision")
        assert (await grace.get(at)).json()["name"] == "Reviews 2"
        assert (await grace.get(BASE)).json()["items"][0]["isMine"] is True
        assert (await ada.delete(at, params={"revision": 1})).status_code == 409
        assert (await ada.delete(at, params={"revision": changed["revision"]})).status_code == 204
        assert (await ada.get(at)).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "n", "scoreConfigIds": ["none"]}, "scoreConfigIds"),
        ({"name": "n", "assigneeIds": ["eve"]}, "assigneeIds"),
    ],
)
async def test_what_a_queue_may_not_say(world: ReadWorld, body: dict[str, Any], field: str) -> None:
    async with world.browser() as browser:
        answer = await browser.post(BASE, json=body)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
        assert (await browser.get(BASE)).json()["items"] == []


async def test_items_tell_what_they_stand_for(world: ReadWorld) -> None:
    async with world.browser() as browser:
        queue = await make(browser)
        objects = [
            TRACES[0],
            {"objectType": "OBSERVATION", "objectId": "o1"},
            {"objectType": "SESSION", "objectId": "s"},
            {"objectType": "TRACE", "objectId": "never-arrived"},
            {"objectType": "TRACE", "objectId": "o1"},
        ]
        found = (await browser.post(f"{BASE}/subjects", json={"objects": objects})).json()
        assert [one["exists"] for one in found] == [True, True, True, False, False]
        await browser.post(f"{BASE}/items", json={"queueIds": [queue["id"]], "objects": objects})
        page = (await browser.get(f"{BASE}/{queue['id']}/items")).json()
        trace, step, session, missing, _ = [item["subject"] for item in page["items"]]
        assert (trace["name"], trace["preview"], trace["traceId"]) == ("trace 0", "question 0", "t0")
        assert (step["name"], step["kind"], step["traceId"]) == ("step 1", "SPAN", "t1")
        assert (session["traceCount"], session["preview"]) == (3, "question 0")
        assert (missing["exists"], missing["traceId"], page["total"]) == (False, "", 5)


async def test_adding_says_what_was_there(world: ReadWorld) -> None:
    async with world.browser() as browser:
        at, ids = await filled(browser)
        other = await make(browser, name="Other")
        queue_id = at.rpartition("/")[2]
        body = {"objects": [*TRACES, {"objectType": "TRACE", "objectId": "new"}]}
        counts = (await browser.post(f"{BASE}/containing", json=body)).json()
        assert counts == [{"queueId": queue_id, "count": 3}]
        added = await browser.post(f"{BASE}/items", json={**body, "queueIds": [queue_id, other["id"]]})
        told = {one["queueId"]: (len(one["added"]), one["present"]) for one in added.json()}
        assert told == {queue_id: (1, 3), other["id"]: (4, 0)}
        none = await browser.post(f"{BASE}/items", json={**body, "queueIds": [other["id"], "none"]})
        assert none.status_code == 404
        assert len(ids) == 3


async def test_items_are_changed_together_and_brought_back(world: ReadWorld) -> None:
    async with world.browser() as browser:
        at, ids = await filled(browser)
        done = await browser.post(f"{at}/items/status", json={"ids": ids[:2], "status": "COMPLETED"})
        assert sorted(done.json()["ids"]) == sorted(ids[:2])
        page = (await browser.get(f"{at}/items", params={"status": "COMPLETED", "annotator": "ada"})).json()
        assert ([item["annotator"] for item in page["items"]], page["total"]) == (["Ada", "Ada"], 2)
        await browser.post(f"{at}/items/remove", json={"ids": ids})
        assert (await browser.get(f"{at}/items")).json()["total"] == 0
        back = await browser.post(f"{at}/items/restore", json={"ids": ids})
        assert len(back.json()["ids"]) == 3
        progress = (await browser.get(at)).json()["progress"]
        assert progress == {"total": 3, "completed": 2, "free": 1, "skipped": 0}
    async with world.services.database.reading() as session:
        entries = (await session.scalars(select(AuditEntry).order_by(AuditEntry.created_at))).all()
    told = [(one.action, one.resource_kind) for one in entries]
    item = "annotation_queue_item"
    queue = ("create", "annotation_queue")
    assert told == [queue, ("create", item), ("update", item), ("delete", item), ("restore", item)]


async def test_two_people_work_through_a_queue(world: ReadWorld) -> None:
    async with world.browser("ada") as ada, world.browser("grace") as grace:
        at, ids = await filled(ada)
        mine = (await ada.post(f"{at}/next", json={})).json()
        assert (mine["item"]["id"], mine["position"], mine["nextId"]) == (ids[0], 1, ids[1])
        assert mine["item"]["lock"]["isMine"] is True
        assert mine["upcoming"]["objectId"] == "t1"
        theirs = (await grace.post(f"{at}/next", json={})).json()
        assert theirs["item"]["id"] == ids[1]
        assert theirs["progress"] == {"total": 3, "completed": 0, "free": 2, "skipped": 0}

        seen = (await grace.post(f"{at}/items/{ids[0]}/open", json={})).json()["item"]
        assert (seen["lock"]["userName"], seen["lock"]["isMine"]) == ("Ada", False)
        refused = await grace.post(f"{at}/items/{ids[0]}/complete", json={})
        assert (refused.status_code, refused.json()["field"]) == (409, "lock")
        assert "Ada is working on this item" in refused.json()["message"]
        assert (await grace.put(f"{at}/items/{ids[0]}/lock")).status_code == 409
        assert (await ada.put(f"{at}/items/{ids[0]}/lock")).json()["isMine"] is True

        after = (await ada.post(f"{at}/items/{ids[0]}/complete", json={})).json()
        assert after["item"]["id"] == ids[2]
        late = await grace.post(f"{at}/items/{ids[0]}/complete", json={})
        assert (late.status_code, late.json()["field"]) == (409, "status")
        assert (await grace.put(f"{at}/items/{ids[0]}/lock")).status_code == 409

        taken = await grace.post(f"{at}/items/{ids[2]}/open", json={"takeOver": True})
        assert taken.json()["item"]["lock"]["isMine"] is True
        assert (await ada.put(f"{at}/items/{ids[2]}/lock")).status_code == 409


async def test_skips_are_remembered_shown_and_taken_back(world: ReadWorld) -> None:
    async with world.browser("ada") as ada, world.browser("grace") as grace:
        at, ids = await filled(ada)
        await ada.post(f"{at}/next", json={})
        passed = (await ada.post(f"{at}/items/{ids[0]}/skip")).json()
        assert (passed["item"]["id"], passed["progress"]["skipped"]) == (ids[1], 1)
        seen = (await grace.get(f"{at}/items/{ids[0]}")).json()["item"]
        assert (seen["lock"], seen["skippedBy"]) == (None, ["Ada"])
        assert [one["skippedBy"] for one in (await ada.get(f"{at}/items")).json()["items"]] == [["Ada"], [], []]
        for item_id in ids[1:]:
            nothing = (await ada.post(f"{at}/items/{item_id}/skip")).json()
        assert (nothing["item"], nothing["upcoming"]) == (None, None)
        assert nothing["progress"] == {"total": 3, "completed": 0, "free": 0, "skipped": 3}
        # As after a reload.
        assert (await ada.post(f"{at}/next", json={})).json()["item"] is None
        assert (await ada.delete(f"{at}/items/{ids[2]}/skip")).status_code == 204
        assert (await ada.post(f"{at}/next", json={})).json()["item"]["id"] == ids[2]
        again = (await ada.post(f"{at}/next", json={"after": "gone", "again": True})).json()
        assert (again["item"]["id"], again["progress"]["skipped"]) == (ids[0], 0)


async def test_a_viewer_looks_and_changes_nothing(world: ReadWorld) -> None:
    async with world.browser("ada") as ada, world.browser("vic") as vic:
        at, ids = await filled(ada)
        assert (await vic.get(BASE)).json()["total"] == 1
        assert (await vic.get(f"{at}/items/{ids[0]}")).json()["item"]["id"] == ids[0]
        refused = [
            await vic.post(BASE, json={"name": "n"}),
            await vic.put(at, json={"name": "n"}),
            await vic.delete(at),
            await vic.post(f"{BASE}/items", json={"queueIds": ["q"], "objects": TRACES}),
            await vic.post(f"{at}/next", json={}),
            await vic.post(f"{at}/items/{ids[0]}/open", json={}),
            await vic.post(f"{at}/items/{ids[0]}/complete", json={}),
            await vic.put(f"{at}/items/{ids[0]}/lock"),
            await vic.delete(f"{at}/items/{ids[0]}/lock"),
            await vic.post(f"{at}/items/{ids[0]}/skip"),
            await vic.delete(f"{at}/items/{ids[0]}/skip"),
            *[await vic.post(f"{at}/items/{deed}", json={"ids": ids}) for deed in ("remove", "restore")],
            await vic.post(f"{at}/items/status", json={"ids": ids, "status": "COMPLETED"}),
        ]
        assert {answer.status_code for answer in refused} == {403}
