"""Queues on both databases: what they may say, two editors at once, people asked, and items that come and go."""

import asyncio

import pytest

from sidelight.platform.annotation_queues.assignments import assign, assignees_of, set_assignees, unassign
from sidelight.platform.annotation_queues.items import (
    ItemFilter,
    QueueObject,
    add_items,
    count_containing,
    find_item,
    list_items,
    place_of,
    remove_items,
    restore_items,
    set_status,
)
from sidelight.platform.annotation_queues.overview import progress_of
from sidelight.platform.annotation_queues.queues import (
    QueueFields,
    create_queue,
    delete_queue,
    find_queue,
    list_queues,
    update_queue,
)
from sidelight.platform.annotation_queues.refusal import QueueNotFound, QueueRefusal
from sidelight.platform.annotation_queues.tables import ItemStatus, ObjectType
from sidelight.platform.database import Database
from sidelight.platform.revision import StaleRevision
from sidelight.platform.score_configs.tables import ScoreConfigRow
from sidelight.platform.tables import NO_ROLE, ProjectMembership
from tests.platform.annotation_queues.conftest import make_queue


def traces(*ids: str) -> list[QueueObject]:
    return [QueueObject(ObjectType.TRACE, one) for one in ids]


@pytest.fixture
async def configs(team: Database) -> None:
    async with team.session() as session:
        for config_id, project_id, is_archived in (
            ("c1", "project", False),
            ("c2", "project", True),
            ("c3", "other", False),
        ):
            session.add(
                ScoreConfigRow(
                    id=config_id, project_id=project_id, name=config_id, data_type="TEXT", is_archived=is_archived
                )
            )


@pytest.mark.usefixtures("configs")
@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        (QueueFields("  "), "name", "needed"),
        (QueueFields("x" * 256), "name", "256 characters"),
        (QueueFields("a\nb"), "name", "printed"),
        (QueueFields("Taken"), "name", "already"),
        (QueueFields("n", "x" * 20_001), "description", "longer"),
        (QueueFields("n", None, ("c1", "none")), "scoreConfigIds", "'none'"),
        (QueueFields("n", None, ("c3",)), "scoreConfigIds", "'c3'"),
        (QueueFields("n", None, ("c2",)), "scoreConfigIds", "archived"),
        (QueueFields("n", None, tuple(str(n) for n in range(51))), "scoreConfigIds", "50 are possible"),
    ],
)
async def test_what_a_queue_may_not_say(team: Database, fields: QueueFields, field: str, said: str) -> None:
    async with team.session() as session:
        await create_queue(session, "project", QueueFields("Taken"))
        with pytest.raises(QueueRefusal, match=said) as refused:
            await create_queue(session, "project", fields)
    assert refused.value.field == field


@pytest.mark.usefixtures("configs")
async def test_a_queue_keeps_configs_that_are_archived_later(team: Database) -> None:
    async with team.session() as session:
        queue = await create_queue(session, "project", QueueFields(" Tone ", "Read **all**.", ("c1", "c1")))
        assert (queue.name, queue.score_config_ids) == ("Tone", ["c1"])
        (await session.get_one(ScoreConfigRow, "c1")).is_archived = True
    async with team.session() as session:
        changed = await update_queue(session, "project", queue.id, QueueFields("Tone 2", "", ("c1",)), queue.revision)
        assert (changed.name, changed.description, changed.score_config_ids) == ("Tone 2", None, ["c1"])


async def test_of_two_editors_the_second_is_told(team: Database) -> None:
    queue, _ = await make_queue(team)

    async def edit(name: str) -> None:
        async with team.session() as session:
            await update_queue(session, "project", queue.id, QueueFields(name), queue.revision)

    ends = await asyncio.gather(*(edit(f"name {n}") for n in range(4)), return_exceptions=True)
    assert [type(end) for end in ends if end is not None] == [StaleRevision] * 3
    async with team.session() as session:
        with pytest.raises(StaleRevision):
            await delete_queue(session, "project", queue.id, queue.revision)
        await delete_queue(session, "project", queue.id, None)
        assert (await list_queues(session, "project"))[1] == 0


async def test_one_of_two_with_the_same_name_wins(team: Database) -> None:
    async def make() -> None:
        async with team.session() as session:
            await create_queue(session, "project", QueueFields("Same"))

    ends = await asyncio.gather(*(make() for _ in range(4)), return_exceptions=True)
    assert sum(end is None for end in ends) == 1
    assert {type(end) for end in ends if end is not None} == {QueueRefusal}


async def test_queues_belong_to_a_project(team: Database) -> None:
    queue, _ = await make_queue(team)
    async with team.session() as session:
        for ask in (
            find_queue(session, "other", queue.id),
            delete_queue(session, "other", queue.id, None),
            update_queue(session, "other", queue.id, QueueFields("mine"), None),
        ):
            with pytest.raises(QueueNotFound):
                await ask
        assert await count_containing(session, "other", traces("t0")) == {}


async def test_people_are_asked_and_let_go(team: Database) -> None:
    queue, _ = await make_queue(team)
    async with team.session() as session:
        assert await assign(session, queue, "ada") is True
        assert await assign(session, queue, "ada") is False
        with pytest.raises(QueueNotFound):
            await assign(session, queue, "eve")
        await set_assignees(session, queue, ["grace", "ada"])
        assert [one.name for one in (await assignees_of(session, [queue.id]))[queue.id]] == ["Ada", "Grace"]
        with pytest.raises(QueueRefusal):
            await set_assignees(session, queue, ["grace", "eve"])
        assert await unassign(session, queue, "grace") is True
        assert await unassign(session, queue, "grace") is False
        await set_assignees(session, queue, [])
        assert await assignees_of(session, [queue.id]) == {}


async def test_an_object_is_in_a_queue_once(team: Database) -> None:
    queue, _ = await make_queue(team)
    other, _ = await make_queue(team, "Other")

    async def add() -> int:
        async with team.session() as session:
            return len((await add_items(session, queue, traces("a", "b", "a"))).new)

    assert sorted(await asyncio.gather(*(add() for _ in range(4)))) == [0, 0, 0, 2]
    async with team.session() as session:
        await add_items(session, other, traces("b"))
        same_id = await add_items(session, queue, [QueueObject(ObjectType.SESSION, "a")])
        assert len(same_id.new) == 1
        counts = await count_containing(session, "project", traces("a", "b", "c"))
        assert counts == {queue.id: 2, other.id: 1}
        for wrong in ("", "   ", "x" * 801):
            with pytest.raises(QueueRefusal):
                await add_items(session, queue, traces(wrong))


async def test_long_ids_that_differ_at_their_end_are_two(team: Database) -> None:
    queue, _ = await make_queue(team)
    async with team.session() as session:
        added = await add_items(session, queue, traces("🦊" * 799 + "a", "🦊" * 799 + "b"))
    assert len(added.new) == 2


async def test_items_stand_in_the_order_in_which_they_were_added(team: Database) -> None:
    queue, ids = await make_queue(team, traces=5)
    async with team.reading() as session:
        items, total = await list_items(session, queue, ItemFilter(), 1, 3)
        assert ([item.object_id for item in items], total) == (["t1", "t2", "t3"], 5)
        place = await place_of(session, queue, items[0])
        assert (place.position, place.total, place.previous_id, place.next_id) == (2, 5, ids[0], ids[2])
        assert (await list_items(session, queue, ItemFilter(object_id="%"), 0, 9))[1] == 0
        assert (await list_items(session, queue, ItemFilter(object_id="t3"), 0, 9))[1] == 1
        assert (await list_items(session, queue, ItemFilter(type=ObjectType.SESSION), 0, 9))[1] == 0


async def test_items_are_completed_reopened_removed_and_brought_back(team: Database) -> None:
    queue, ids = await make_queue(team, traces=3)
    async with team.session() as session:
        assert len(await set_status(session, queue, [*ids[:2], "none"], ItemStatus.COMPLETED, "ada")) == 2
        assert await set_status(session, queue, ids[:1], ItemStatus.COMPLETED, "grace") == []
        progress = (await progress_of(session, [queue.id], "ada"))[queue.id]
        assert (progress.total, progress.completed, progress.pending, progress.free) == (3, 2, 1, 1)
        assert progress.last_activity is not None
        assert (await list_items(session, queue, ItemFilter(annotator_id="ada"), 0, 9))[1] == 2
        (reopened,) = await set_status(session, queue, ids[1:2], ItemStatus.PENDING)
        assert (reopened.completed_at, reopened.annotator_id) == (None, None)
        await remove_items(session, queue, ids[:2])
        with pytest.raises(QueueNotFound):
            await find_item(session, queue, ids[0])
        assert (await progress_of(session, [queue.id], "ada"))[queue.id].total == 1
        again = await add_items(session, queue, traces("t1"))
        assert len(again.new) == 1
    async with team.session() as session:
        (back,) = await restore_items(session, queue, ids)
        assert (back.id, back.status, back.annotator_id) == (ids[0], ItemStatus.COMPLETED, "ada")
        items, _ = await list_items(session, queue, ItemFilter(), 0, 9)
        assert [item.object_id for item in items] == ["t0", "t2", "t1"]


async def test_items_of_another_queue_are_left_alone(team: Database) -> None:
    queue, _ = await make_queue(team)
    _, theirs = await make_queue(team, "Other", traces=2)
    async with team.session() as session:
        assert await set_status(session, queue, theirs, ItemStatus.COMPLETED) == []
        assert await remove_items(session, queue, theirs) == []
        with pytest.raises(QueueNotFound):
            await find_item(session, queue, theirs[0])


async def test_nobody_is_asked_whom_the_project_is_hidden_from(team: Database) -> None:
    queue, _ = await make_queue(team)
    async with team.session() as session:
        session.add(ProjectMembership(project_id="project", user_id="grace", role=NO_ROLE))
        await session.flush()
        with pytest.raises(QueueNotFound, match="may open"):
            await assign(session, queue, "grace")
        with pytest.raises(QueueRefusal, match="may not open this project"):
            await set_assignees(session, queue, ["grace"])
