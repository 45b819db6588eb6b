"""Two people never get the same item, on both databases; locks end by themselves."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from sidelight.platform.annotation_queues.items import find_item, remove_items, set_status
from sidelight.platform.annotation_queues.overview import progress_of
from sidelight.platform.annotation_queues.refusal import ItemDone, ItemHeld, QueueNotFound
from sidelight.platform.annotation_queues.skips import forget_skip, forget_skips, skip, who_skipped
from sidelight.platform.annotation_queues.tables import AnnotationQueue, AnnotationQueueItem, ItemStatus
from sidelight.platform.annotation_queues.work import LOCK_TIME, complete, hold, peek_next, release, take_next
from sidelight.platform.clock import now
from sidelight.platform.database import Database
from tests.platform.annotation_queues.conftest import PEOPLE, make_queue


async def take(database: Database, queue: AnnotationQueue, user_id: str) -> str | None:
    async with database.session() as session:
        item = await take_next(session, queue, user_id)
        return None if item is None else item.id


async def let_time_pass(database: Database) -> None:
    """All locks are over."""
    async with database.session() as session:
        await session.execute(update(AnnotationQueueItem).values(locked_until=now() - timedelta(seconds=1)))


async def test_many_people_at_once_get_different_items(team: Database) -> None:
    queue, ids = await make_queue(team, traces=60)
    done: list[str] = []

    async def work(user_id: str) -> None:
        while (item_id := await take(team, queue, user_id)) is not None:
            async with team.session() as session:
                await complete(session, queue, item_id, user_id)
            done.append(item_id)

    await asyncio.gather(*(work(user_id) for user_id in PEOPLE))
    # Each complete would have failed for an item that somebody else had.
    assert sorted(done) == sorted(ids)


async def test_who_asks_at_the_same_moment_gets_another_item(team: Database) -> None:
    for n in range(5):
        queue, ids = await make_queue(team, f"queue {n}", traces=3)
        taken = await asyncio.gather(*(take(team, queue, user_id) for user_id in PEOPLE))
        assert sorted(map(str, taken)) == sorted(ids)
        assert await take(team, queue, "ada") in taken  # one's own comes back


async def test_a_transaction_that_is_not_over_hides_its_item(team: Database) -> None:
    if team.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    queue, ids = await make_queue(team, traces=2)
    async with team.session() as first, team.session() as second:
        mine = await take_next(first, queue, "ada")
        theirs = await asyncio.wait_for(take_next(second, queue, "grace"), 5)
        assert [item and item.id for item in (mine, theirs)] == ids


async def test_a_lock_is_held_released_and_ends_by_itself(team: Database) -> None:
    queue, ids = await make_queue(team, traces=1)
    assert await take(team, queue, "ada") == ids[0]
    assert await take(team, queue, "grace") is None
    async with team.session() as session:
        with pytest.raises(ItemHeld) as held:
            await hold(session, queue, ids[0], "grace")
        assert held.value.user_id == "ada"
        assert timedelta() < held.value.until - now() <= LOCK_TIME
        assert (await progress_of(session, [queue.id], "grace"))[queue.id].free == 0
        assert (await progress_of(session, [queue.id], "ada"))[queue.id].free == 1
        with pytest.raises(ItemHeld):
            await complete(session, queue, ids[0], "grace")
        await release(session, queue, ids[0], "grace")  # not hers
    assert await take(team, queue, "grace") is None
    async with team.session() as session:
        await release(session, queue, ids[0], "ada")
    assert await take(team, queue, "grace") == ids[0]
    await let_time_pass(team)
    assert await take(team, queue, "ada") == ids[0]


async def test_who_comes_back_after_the_lock_goes_on_unless_another_took_it(team: Database) -> None:
    queue, ids = await make_queue(team, traces=1)
    await take(team, queue, "ada")
    await let_time_pass(team)
    async with team.session() as session:
        renewed = await hold(session, queue, ids[0], "ada")
        assert renewed.locked_until is not None
        assert renewed.locked_until > now()
        await hold(session, queue, ids[0], "grace", take_over=True)
    async with team.session() as session:
        with pytest.raises(ItemHeld) as held:
            await hold(session, queue, ids[0], "ada")
    assert held.value.user_id == "grace"


async def test_what_is_completed_is_so_once(team: Database) -> None:
    queue, ids = await make_queue(team, traces=1)
    async with team.session() as session:
        done = await complete(session, queue, ids[0], "ada")
        assert (done.status, done.annotator_id, done.locked_by) == (ItemStatus.COMPLETED, "ada", None)
        again = await complete(session, queue, ids[0], "ada")
        assert again.completed_at == done.completed_at
        with pytest.raises(ItemDone) as refused:
            await complete(session, queue, ids[0], "grace")
        assert refused.value.user_id == "ada"
        assert (await hold(session, queue, ids[0], "grace")).locked_by is None
    assert await take(team, queue, "grace") is None


async def test_the_way_through_a_queue_goes_on_behind_and_round(team: Database) -> None:
    queue, ids = await make_queue(team, traces=4)
    async with team.session() as session:
        second = await find_item(session, queue, ids[1])
        third = await take_next(session, queue, "ada", after=second)
        assert third is not None
        assert third.id == ids[2]
        ahead = await peek_next(session, queue, "ada", after=third)
        assert ahead is not None
        assert (ahead.id, ahead.locked_by) == (ids[3], None)
        last = await find_item(session, queue, ids[3])
        await skip(session, queue, ids[0], "ada")
        round_again = await take_next(session, queue, "ada", after=last)
        assert round_again is not None
        assert round_again.id == ids[1]


async def test_the_last_item_is_not_its_own_successor(team: Database) -> None:
    queue, ids = await make_queue(team, traces=1)
    async with team.session() as session:
        only = await find_item(session, queue, ids[0])
        assert await peek_next(session, queue, "ada", after=only) is None
        assert await take_next(session, queue, "ada", after=only) is only


async def test_a_skip_is_remembered_for_its_person_until_they_ask(team: Database) -> None:
    queue, ids = await make_queue(team, traces=2)
    assert await take(team, queue, "ada") == ids[0]
    async with team.session() as session:
        await skip(session, queue, ids[0], "ada")
        await skip(session, queue, ids[0], "ada")  # the same twice is once
    assert await take(team, queue, "ada") == ids[1]
    assert await take(team, queue, "grace") == ids[0]
    async with team.session() as session:
        await release(session, queue, ids[0], "grace")
        progress = {one: (await progress_of(session, [queue.id], one))[queue.id] for one in ("ada", "grace")}
        assert (progress["ada"].free, progress["ada"].skipped) == (1, 1)
        assert (progress["grace"].free, progress["grace"].skipped) == (1, 0)
        assert await who_skipped(session, ids) == {ids[0]: ["ada"]}
        await complete(session, queue, ids[1], "ada")
        assert await take_next(session, queue, "ada") is None
        assert await peek_next(session, queue, "ada") is None
        await forget_skips(session, queue, "grace")
        assert await take_next(session, queue, "ada") is None
        await forget_skips(session, queue, "ada")
    assert await take(team, queue, "ada") == ids[0]


async def test_what_is_completed_or_taken_back_is_not_skipped(team: Database) -> None:
    queue, ids = await make_queue(team, traces=2)
    async with team.session() as session:
        for item_id in ids:
            await skip(session, queue, item_id, "ada")
        await complete(session, queue, ids[0], "ada")
        await set_status(session, queue, ids[:1], ItemStatus.PENDING)
        await forget_skip(session, ids[1], "ada")
        assert await who_skipped(session, ids) == {}
        await skip(session, queue, ids[1], "ada")
        await set_status(session, queue, ids[1:], ItemStatus.COMPLETED, "grace")
        assert (await progress_of(session, [queue.id], "ada"))[queue.id].skipped == 0
        await skip(session, queue, ids[1], "grace")  # done is done
        assert await who_skipped(session, ids) == {ids[1]: ["ada"]}


async def test_a_removed_item_is_nobodys_work(team: Database) -> None:
    queue, ids = await make_queue(team, traces=2)
    async with team.session() as session:
        await hold(session, queue, ids[0], "ada")
        await remove_items(session, queue, ids[:1])
        for ask in (hold(session, queue, ids[0], "ada"), complete(session, queue, ids[0], "ada")):
            with pytest.raises(QueueNotFound):
                await ask
    assert await take(team, queue, "ada") == ids[1]
