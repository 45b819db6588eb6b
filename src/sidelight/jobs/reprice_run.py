"""One attempt at a re-pricing job: all days from where the last attempt was, then what was stored meanwhile."""

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol, TypeVar

from sidelight.ingest.live import LiveFeed
from sidelight.jobs.repricing import DayPlan, Repricing
from sidelight.platform.clock import now
from sidelight.platform.database import Database
from sidelight.platform.models.books import REFRESH_S
from sidelight.platform.models.jobs import Job, note_progress

_T = TypeVar("_T")

NOTE_EVERY_S = 1.0
SETTLE = timedelta(seconds=REFRESH_S + 2)
"""How long after a change calls may still be stored that this server, or another, has priced by the old prices."""


class InThread(Protocol):
    """Runs blocking work beside the event loop."""

    def __call__(self, call: Callable[[], _T], /) -> Awaitable[_T]:
        """The result of ``call``."""
        ...


class JobGone(Exception):
    """The job was deleted, with its project: there is nothing left to do."""


class RepriceRun:
    """Does a job in two parts, :meth:`price_stored` and :meth:`price_late`, and keeps its progress.

    ``repricing`` gives the work by the prices of the moment at which it is called.
    """

    def __init__(
        self,
        job: Job,
        repricing: Callable[[], Awaitable[Repricing]],
        database: Database,
        live: LiveFeed,
        in_thread: InThread,
    ) -> None:
        self._job = job
        self._repricing = repricing
        self._database = database
        self._live = live
        self._in_thread = in_thread
        self._calls = 0
        self._looked_at, self._changed = (job.looked_at, job.changed) if job.next_day else (0, 0)
        self._noted_s = 0.0

    @property
    def settles_in_s(self) -> float:
        """Seconds until nothing more can come that was priced by the old prices; 0 when that is so."""
        return max((self._job.created_at + SETTLE - now()).total_seconds(), 0.0)

    async def price_stored(self) -> None:
        """Price what is stored, from the day where the last attempt was.

        Raises:
            StoreError: the store failed; another attempt goes on with the same day.
            SQLAlchemyError: the metadata database failed.
            JobGone: the job does not exist any more.
        """
        repricing, first_day = await self._repricing(), self._job.next_day
        plans = [plan for plan in await self._in_thread(repricing.plan) if first_day is None or plan.day >= first_day]
        self._calls = self._looked_at + sum(plan.calls for plan in plans)
        for plan in plans:
            await self._note(plan)
            await self._price_day(repricing, plan)
        await self._note(None)

    async def price_late(self) -> None:
        """Price what was stored meanwhile. Raises as :meth:`price_stored` does."""
        repricing = await self._repricing()
        since_us = int((self._job.created_at - SETTLE).timestamp() * 1_000_000)
        for plan in await self._in_thread(lambda: repricing.plan(since_us)):
            await self._price_day(repricing, plan, since_us)
        await self._note(None)

    async def _price_day(self, repricing: Repricing, plan: DayPlan, since_us: int = 0) -> None:
        steps = repricing.run(plan, since_us)
        while (step := await self._in_thread(lambda: next(steps, None))) is not None:
            self._changed += step.changed
            if not since_us:
                self._looked_at += step.looked_at
            if step.trace_ids:
                self._live.publish(self._job.project_id, step.trace_ids)
            if time.monotonic() - self._noted_s > NOTE_EVERY_S:
                await self._note(plan)

    async def _note(self, plan: DayPlan | None) -> None:
        self._noted_s = time.monotonic()
        async with self._database.session() as session:
            is_there = await note_progress(
                session,
                self._job.id,
                next_day=plan.day if plan else None,
                calls=max(self._calls, self._looked_at),
                looked_at=self._looked_at,
                changed=self._changed,
            )
        if not is_there:
            raise JobGone
