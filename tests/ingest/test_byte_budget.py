"""The budget is never exceeded by waiting requests, never deadlocks, and gives everything back."""

import asyncio
import random

import pytest

from sidelight.ingest.byte_budget import ByteBudget


async def hold(budget: ByteBudget, size: int, entered: asyncio.Event, leave: asyncio.Event) -> None:
    async with budget.share(size):
        entered.set()
        await leave.wait()


async def test_the_next_waits_until_there_is_room_and_in_order() -> None:
    budget = ByteBudget(10)
    order: list[str] = []

    async def take(name: str, size: int, leave: asyncio.Event) -> None:
        async with budget.share(size):
            order.append(name)
            await leave.wait()

    first_leaves, others_leave = asyncio.Event(), asyncio.Event()
    others_leave.set()
    tasks = [asyncio.create_task(take("first", 8, first_leaves))]
    await asyncio.sleep(0)
    tasks += [asyncio.create_task(take("large", 9, others_leave)), asyncio.create_task(take("small", 1, others_leave))]
    await asyncio.sleep(0.01)
    assert order == ["first"]  # the small one does not overtake, or large ones would starve
    first_leaves.set()
    await asyncio.gather(*tasks)
    assert order == ["first", "large", "small"]
    assert budget.held == 0


async def test_something_larger_than_the_budget_is_let_through_alone() -> None:
    budget = ByteBudget(10)
    async with budget.share(100):
        assert budget.held == 100
        assert not budget.has_room(1)
    assert budget.held == 0


async def test_a_cancelled_request_leaves_the_queue() -> None:
    budget = ByteBudget(10)
    entered, leave = asyncio.Event(), asyncio.Event()
    holder = asyncio.create_task(hold(budget, 10, entered, leave))
    await entered.wait()
    waiting = asyncio.create_task(hold(budget, 5, asyncio.Event(), leave))
    behind_entered = asyncio.Event()
    behind = asyncio.create_task(hold(budget, 10, behind_entered, leave))
    await asyncio.sleep(0)
    waiting.cancel()
    leave.set()
    await asyncio.gather(holder, behind)
    assert behind_entered.is_set()
    assert waiting.cancelled()
    assert budget.held == 0


async def test_a_turn_that_comes_with_the_cancellation_is_given_back() -> None:
    budget = ByteBudget(10)
    async with budget.share(10):
        waiting = asyncio.create_task(hold(budget, 10, asyncio.Event(), asyncio.Event()))
        await asyncio.sleep(0)
    assert budget.held == 10  # the turn is given, the task has not run yet
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert budget.held == 0


async def test_bodies_that_turn_out_larger_do_not_block_each_other_for_ever() -> None:
    budget = ByteBudget(100)
    rng = random.Random(4)
    highest = 0

    async def body() -> None:
        nonlocal highest
        async with budget.share(10) as share:
            for size in range(10, rng.randint(20, 90), 7):
                await share.grow_to(size)
                highest = max(highest, budget.held)
                await asyncio.sleep(0)

    async with asyncio.timeout(10):
        await asyncio.gather(*(body() for _ in range(50)))
    assert budget.held == 0
    assert not budget.growing.locked()
    assert highest <= 100 + 90
