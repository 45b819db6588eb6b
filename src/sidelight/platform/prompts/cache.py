"""Answers about prompts, kept in memory: applications ask for their prompts while their own users wait.

An answer names the prompts that it was made of, with their revisions, and is given again while these are what the
project's prompts are at. Those are read anew after every change by this process (known at once), and after a change by
another (the project's epoch, compared at most ``FRESH_S`` ago): one query for all answers.
See docs/decisions/0005-prompts-are-answered-from-memory.md.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, cast

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.database import Database
from sidelight.platform.prompts.epoch import WHOLE, Revisions, changes_here, epoch_of, revisions_of

_log = structlog.get_logger(__name__)

FRESH_S = 1.0  # what another process changed is seen after at most this long
STALE_S = 600.0  # how long answers are given while the database is away
CHECK_WAIT_S = 1.0
MAX_PROJECTS = 1_000
_ENTRY_BYTES = 1_000  # what an entry takes beside its answer, about

Question: TypeAlias = tuple[Any, ...]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent, and the revisions of the prompts that it was made of, read with them or before."""

    content: bytes
    made_of: Revisions

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return len(self.content) + _ENTRY_BYTES

    def is_of(self, revisions: Revisions) -> bool:
        """Whether nothing that it was made of has changed."""
        return all(revisions.get(name) == at for name, at in self.made_of.items())


Read: TypeAlias = Callable[[AsyncSession], Awaitable[Answer]]


@dataclass(slots=True)
class _Project:
    """What a project's prompts are at, when that was read, and when to ask again (monotonic seconds)."""

    revisions: Revisions
    epoch: int
    changes: int
    read_at_s: float
    check_at_s: float


class PromptCache:
    """Belongs to one event loop."""

    def __init__(self, database: Database, max_bytes: int, clock: Callable[[], float] = time.monotonic) -> None:
        """``max_bytes`` 0 keeps nothing; ``clock`` gives monotonic seconds."""
        self._database = database
        self._max_bytes = max_bytes
        self._clock = clock
        self._answers: OrderedDict[tuple[str, Question], Answer] = OrderedDict()
        self._bytes = 0
        self._projects: OrderedDict[str, _Project] = OrderedDict()
        self._running: dict[Question, asyncio.Task[Any]] = {}

    async def answer(self, project_id: str, question: Question, read: Read) -> bytes:
        """The answer that was given before, or what ``read`` returns now; what it raises is not kept.

        Requests that come together with one question share one reading.
        """
        if not self._max_bytes:
            return (await self._read(read)).content
        key = (project_id, question)
        if key in self._answers:
            revisions = await self._revisions(project_id)
            known = self._answers.get(key)
            if known is not None and known.is_of(revisions):
                self._answers.move_to_end(key)
                return known.content
        flight = (project_id, changes_here(self._database, project_id), question)
        return (await self._shared(flight, lambda: self._read_and_keep(key, read))).content

    async def _read_and_keep(self, key: tuple[str, Question], read: Read) -> Answer:
        answer = await self._read(read)
        if (former := self._answers.pop(key, None)) is not None:
            self._bytes -= former.size
        if answer.size <= self._max_bytes / 4:
            self._answers[key] = answer
            self._bytes += answer.size
        while self._bytes > self._max_bytes:
            self._bytes -= self._answers.popitem(last=False)[1].size
        return answer

    async def _read(self, read: Read) -> Answer:
        async with self._database.reading() as session:
            return await read(session)

    async def _revisions(self, project_id: str) -> Revisions:
        """What the project's prompts are at: now as to this process, at most ``FRESH_S`` ago as to others."""
        changes = changes_here(self._database, project_id)
        known = self._projects.get(project_id)
        if known is not None and known.changes == changes and self._clock() < known.check_at_s:
            return known.revisions
        try:
            async with asyncio.timeout(CHECK_WAIT_S):
                found = await self._shared(("project", project_id, changes), lambda: self._look(project_id))
        except (TimeoutError, SQLAlchemyError) as error:
            if known is None or known.changes != changes or self._clock() - known.read_at_s > STALE_S:
                raise
            _log.warning("prompt_epoch_not_read", error=type(error).__name__)
            known.check_at_s = self._clock() + FRESH_S
            return known.revisions
        return found.revisions

    async def _look(self, project_id: str) -> _Project:
        changes = changes_here(self._database, project_id)
        began_s = self._clock()
        known = self._projects.get(project_id)
        async with self._database.reading() as session:
            epoch = await epoch_of(session, project_id)  # first: what is read after it is as new, or newer
            if known is not None and (known.epoch, known.changes) == (epoch, changes):
                revisions = known.revisions
            else:
                revisions = {**await revisions_of(session, project_id), WHOLE: (WHOLE, epoch)}
        found = _Project(revisions, epoch, changes, began_s, began_s + FRESH_S)
        newest = self._projects.get(project_id)
        if newest is None or newest.read_at_s <= began_s:
            self._projects[project_id] = found
            self._projects.move_to_end(project_id)
            while len(self._projects) > MAX_PROJECTS:
                self._projects.popitem(last=False)
        return found

    async def _shared(self, key: Question, work: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
        """Do the work, or wait for it where it is being done; it goes on when one who waits gives up."""
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(work(), name="prompt-read")
            self._running[key] = task
            task.add_done_callback(lambda done: self._on_done(key, done))
        return cast(_T, await asyncio.shield(task))

    def _on_done(self, key: Question, task: asyncio.Task[Any]) -> None:
        self._running.pop(key, None)
        if not task.cancelled():
            task.exception()  # nobody may be waiting any more; asyncio would complain
