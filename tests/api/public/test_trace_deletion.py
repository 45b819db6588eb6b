"""DELETE /api/public/traces: gone at once, with everything that belongs to them, and nothing else."""

from typing import Any

from sidelight.model import AgentEventKind
from tests.fixtures.write_world import WriteWorld, event

TABLES = ("traces", "observations", "scores", "batch_events")


async def send(world: WriteWorld, *events: Any, project: str = "rocket") -> None:
    async with world.sdk(project) as sdk:
        answer = await sdk.post("/ingestion", json={"batch": list(events)})
        assert answer.json()["errors"] == []


def a_trace(trace_id: str) -> list[dict[str, Any]]:
    return [
        event("trace-create", {"id": trace_id, "name": trace_id}),
        event("span-create", {"id": f"{trace_id}-s", "traceId": trace_id, "name": "span"}, at_s=1),
        event("span-update", {"id": f"{trace_id}-s", "output": "done"}, at_s=2),
        event("score-create", {"id": f"{trace_id}-sc", "traceId": trace_id, "name": "s", "value": 1}, at_s=3),
    ]


async def counts(world: WriteWorld, project: str = "rocket") -> list[int]:
    return [len(await world.rows(table, "1", project)) for table in TABLES]


async def test_everything_of_a_trace_is_gone_when_answered(write_world: WriteWorld) -> None:
    await send(write_world, *a_trace("t1"), *a_trace("t2"))
    assert await counts(write_world) == [2, 2, 2, 6]
    async with write_world.sdk() as sdk:
        answer = await sdk.delete("/traces/t1")
        assert (answer.status_code, answer.json()) == (200, {"message": "Trace deleted successfully"})
        assert (await sdk.get("/traces/t1")).status_code == 404
        assert (await sdk.get("/observations/t1-s")).status_code == 404
        assert (await sdk.get("/v2/scores/t1-sc")).status_code == 404
        assert [trace["id"] for trace in (await sdk.get("/traces")).json()["data"]] == ["t2"]
    assert await counts(write_world) == [1, 1, 1, 3]


async def test_many_are_deleted_at_once(write_world: WriteWorld) -> None:
    await send(write_world, *a_trace("t1"), *a_trace("t2"), *a_trace("t3"))
    async with write_world.sdk() as sdk:
        answer = await sdk.request("DELETE", "/traces", json={"traceIds": ["t1", "t3", "t3", "nowhere"]})
        assert (answer.status_code, answer.json()) == (200, {"message": "Traces deleted successfully"})
        wrong_bodies: list[Any] = [{}, {"traceIds": "t2"}, {"traceIds": [1]}, []]
        for wrong in wrong_bodies:
            assert (await sdk.request("DELETE", "/traces", json=wrong)).status_code == 400
    assert [row["id"] for row in await write_world.rows("traces", "id")] == ["t2"]


async def test_what_comes_later_starts_afresh(write_world: WriteWorld) -> None:
    await send(write_world, *a_trace("t1"))
    async with write_world.sdk() as sdk:
        await sdk.delete("/traces/t1")
        await send(write_world, event("span-update", {"id": "t1-s", "traceId": "t1", "input": "new"}, at_s=9))
        await send(write_world, event("trace-create", {"id": "t1", "userId": "ada"}, at_s=9))
        trace = (await sdk.get("/traces/t1")).json()
    assert (trace["name"], trace["userId"], trace["scores"]) == (None, "ada", [])
    assert [(one["name"], one["input"], one["output"]) for one in trace["observations"]] == [(None, "new", None)]


async def test_the_same_events_may_be_sent_again(write_world: WriteWorld) -> None:
    await send(write_world, *a_trace("t1"))
    async with write_world.sdk() as sdk:
        await sdk.delete("/traces/t1")
    await send(write_world, *a_trace("t1"))
    assert await counts(write_world) == [1, 1, 1, 3]


async def test_another_project_keeps_its_trace(write_world: WriteWorld) -> None:
    await send(write_world, *a_trace("t1"))
    await send(write_world, *a_trace("t1"), project="trap")
    async with write_world.sdk("trap") as sdk:
        await sdk.delete("/traces/t1")
    assert await counts(write_world) == [1, 1, 1, 3]
    assert await counts(write_world, "trap") == [0, 0, 0, 0]


async def test_an_agents_session_does_not_come_back_with_its_next_event(write_world: WriteWorld) -> None:
    seed = write_world.read.seed()
    session = "019aaaaa-0000-7000-8000-000000000001"
    trace_id = session.replace("-", "")
    seed.trace(trace_id, 0, kind="session", session_id=session)
    seed.observation(trace_id, "root", 0, kind="session")
    for name, of in (("mine", session), ("other", "another-session")):
        seed.event(of, name, 1, kind=AgentEventKind.PROMPT)
    async with write_world.sdk() as sdk:
        await sdk.delete(f"/traces/{trace_id}")
    sql = "SELECT event_id FROM agent_events WHERE project_id = {project_id:String}"
    assert await seed.reader.query(sql) == [{"event_id": "other"}]
    assert await write_world.rows("observations", "id") == []
