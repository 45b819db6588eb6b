"""Answers about prompts from memory: never older than an acknowledged change, on both databases."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.database import Database
from sidelight.platform.prompts import cache as prompt_cache
from sidelight.platform.prompts.cache import FRESH_S, STALE_S, Answer, PromptCache
from sidelight.platform.prompts.deletion import delete_versions
from sidelight.platform.prompts.finding import find_prompt
from sidelight.platform.prompts.labels import set_labels
from sidelight.platform.prompts.moving import rename_prompt
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound, PromptRefusal
from sidelight.platform.prompts.resolution import PromptNode, resolve
from sidelight.platform.prompts.writing import NewVersion, create_version
from tests.platform.prompts.authors import AUTHOR

MIB = 1 << 20
KEY = Author("api_key", "key", "pk-lf-1", "org", "project")
GONE = b"gone"


class Clock:
    """Monotonic seconds that pass when told to."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def reading(project_id: str, name: str, **chosen: Any) -> Callable[[AsyncSession], Awaitable[Answer]]:
    """What the public API does on a miss."""

    async def read(session: AsyncSession) -> Answer:
        record = await find_prompt(session, project_id, name, **chosen)
        if record is None:
            raise PromptNotFound(name)
        resolved = await resolve(session, project_id, PromptNode(record.id, name, record.version), record.body)
        made_of = {name: (record.prompt_id, record.revision)}
        made_of |= {part.name: (part.prompt_id, part.revision) for part in resolved.parts}
        return Answer(f"{record.version} {record.labels} {resolved.body}".encode(), made_of)

    return read


async def ask(cache: PromptCache, project_id: str, name: str, **chosen: Any) -> bytes:
    question = (name, *sorted(chosen.items()))
    try:
        return await cache.answer(project_id, question, reading(project_id, name, **chosen))
    except (PromptNotFound, PromptRefusal):
        return GONE


async def truth(database: Database, project_id: str, name: str, **chosen: Any) -> bytes:
    try:
        async with database.reading() as session:
            return (await reading(project_id, name, **chosen)(session)).content
    except (PromptNotFound, PromptRefusal):
        return GONE


async def create(database: Database, project_id: str, name: str, body: str, *labels: str) -> None:
    async with database.session() as session:
        await create_version(session, project_id, NewVersion(name, body, labels=labels), KEY)


async def change_something(database: Database, project_id: str, dice: random.Random) -> None:
    name = dice.choice(["leaf", "top"])
    text = f"{dice.random()}"
    body = f"{text} @@@langfusePrompt:name=leaf|label=production@@@" if name == "top" else text
    try:
        async with database.session() as session:
            match dice.randrange(5):
                case 0:
                    await create_version(session, project_id, NewVersion(name, body), KEY)
                case 1:
                    labels = dice.sample(["production", "x"], dice.randrange(3))
                    await create_version(session, project_id, NewVersion(name, body, labels=labels), KEY)
                case 2:
                    await set_labels(
                        session,
                        project_id,
                        name,
                        dice.randrange(1, 5),
                        [dice.choice(["production", "x"])],
                        author=AUTHOR,
                    )
                case 3:
                    old, new = dice.sample(["leaf", "top", "leaf/moved"], 2)
                    await rename_prompt(session, project_id, old, new, author=AUTHOR)
                case _:
                    await delete_versions(session, project_id, name, author=AUTHOR, version=dice.randrange(1, 5))
    except (PromptNotFound, PromptConflict, PromptRefusal):
        pass


@pytest.mark.parametrize("seed", range(3))
async def test_every_answer_is_as_new_as_the_last_change(database: Database, project_id: str, seed: int) -> None:
    dice = random.Random(seed)
    cache = PromptCache(database, MIB)
    choices: list[dict[str, Any]] = [{"label": "production"}, {"label": "latest"}, {"label": "x"}, {"version": 1}]
    for _ in range(25):
        await change_something(database, project_id, dice)
        for name in ("leaf", "top", "leaf/moved"):
            for chosen in choices:
                expected = await truth(database, project_id, name, **chosen)
                assert await ask(cache, project_id, name, **chosen) == expected  # perhaps read now
                assert await ask(cache, project_id, name, **chosen) == expected  # from memory


async def test_no_reader_sees_the_past_while_others_read_and_write(database: Database, project_id: str) -> None:
    await create(database, project_id, "p", "0", "production")
    cache = PromptCache(database, MIB)
    acknowledged = 0
    is_over = False

    async def write() -> None:
        nonlocal acknowledged, is_over
        for number in range(1, 16):
            await create(database, project_id, "p", str(number), "production")
            acknowledged = number
        is_over = True

    async def read() -> None:
        while not is_over:
            known = acknowledged
            answer = await ask(cache, project_id, "p", label="production")
            assert int(answer.split()[-1]) >= known
            await asyncio.sleep(0)

    await asyncio.gather(write(), *(read() for _ in range(6)))


async def test_what_is_known_is_not_read_again(database: Database, project_id: str) -> None:
    await create(database, project_id, "p", "one", "production")
    cache = PromptCache(database, MIB)
    reads = 0

    async def read(session: AsyncSession) -> Answer:
        nonlocal reads
        reads += 1
        return await reading(project_id, "p", label="production")(session)

    answers = await asyncio.gather(*(cache.answer(project_id, ("p",), read) for _ in range(20)))
    assert len(set(answers)) == 1
    assert reads == 1
    await create(database, project_id, "other", "has nothing to do with it")
    await cache.answer(project_id, ("p",), read)
    assert reads == 1
    await create(database, project_id, "p", "two", "production")
    await cache.answer(project_id, ("p",), read)
    assert reads == 2


async def test_a_change_by_another_process_is_seen_soon(database: Database, project_id: str) -> None:
    await create(database, project_id, "p", "one", "production")
    clock = Clock()
    cache = PromptCache(database, MIB, clock)
    for _ in range(2):
        before = await ask(cache, project_id, "p", label="production")
    other = Database(database.url)
    try:
        await create(other, project_id, "p", "two", "production")
    finally:
        await other.close()
    assert await ask(cache, project_id, "p", label="production") == before
    assert b"two" in await ask(cache, project_id, "p", label="latest")  # not asked before
    clock.now_s += FRESH_S
    assert b"two" in await ask(cache, project_id, "p", label="production")


async def test_known_answers_are_given_while_the_database_is_away(
    database: Database, project_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await create(database, project_id, "p", "one", "production")
    clock = Clock()
    cache = PromptCache(database, MIB, clock)
    for _ in range(2):
        before = await ask(cache, project_id, "p", label="production")

    async def away(_session: AsyncSession, _project_id: str) -> int:
        raise OperationalError("SELECT", {}, Exception("the database is away"))

    monkeypatch.setattr(prompt_cache, "epoch_of", away)
    clock.now_s = FRESH_S
    assert await ask(cache, project_id, "p", label="production") == before
    clock.now_s = STALE_S
    assert await ask(cache, project_id, "p", label="production") == before
    clock.now_s = STALE_S + 2 * FRESH_S
    with pytest.raises(OperationalError):
        await ask(cache, project_id, "p", label="production")
    monkeypatch.undo()
    assert await ask(cache, project_id, "p", label="production") == before


async def test_the_memory_is_bounded_and_projects_are_apart(database: Database, project_id: str) -> None:
    cache = PromptCache(database, 40_000)
    reads: list[str] = []

    async def get(project: str, name: str, size: int = 8_000) -> None:
        async def read(_session: AsyncSession) -> Answer:
            reads.append(f"{project} {name}")
            return Answer(b"x" * size, {})

        assert len(await cache.answer(project, (name,), read)) == size

    for name in ("a", "b", "c", "d"):
        await get(project_id, name)
    await get(project_id, "a")  # used again, so that b is the oldest
    assert len(reads) == 4
    await get(project_id, "e")
    await get(project_id, "a")
    await get(project_id, "b")
    await get("other", "a")
    await get(project_id, "large", 30_000)  # too large to keep
    await get(project_id, "large", 30_000)
    assert reads[4:] == [f"{project_id} e", f"{project_id} b", "other a", f"{project_id} large", f"{project_id} large"]


async def test_without_memory_each_answer_is_read(database: Database, project_id: str) -> None:
    await create(database, project_id, "p", "one", "production")
    cache = PromptCache(database, 0)
    assert await ask(cache, project_id, "p", label="production") == await ask(
        cache, project_id, "p", label="production"
    )
