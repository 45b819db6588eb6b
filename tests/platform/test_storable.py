"""What no row holds is refused before it reaches either database."""

from typing import Any

import pytest
from sqlalchemy import literal, select

from sidelight.platform.annotation_queues.tables import AnnotationQueue
from sidelight.platform.database import Database
from sidelight.platform.json_text import JsonText, strict_json
from sidelight.platform.storable import UnstorableValueError
from sidelight.platform.tables import Organisation, Project


@pytest.mark.parametrize(
    ("text", "told"), [("a\0", "NUL"), ("\ud83d", "U+D83D"), ("é\udc00", "U+DC00")], ids=["nul", "high", "low"]
)
async def test_texts(database: Database, text: str, told: str) -> None:
    async with database.reading() as session:
        with pytest.raises(UnstorableValueError, match=told.replace("+", r"\+")):
            await session.execute(select(Project).where(Project.id == text))
    async with database.session() as session:
        session.add(Project(id="p", organisation_id="o", name=text))
        with pytest.raises(UnstorableValueError):
            await session.flush()
        session.expunge_all()


async def test_rows_that_are_inserted_together(database: Database) -> None:
    def queue(name: str) -> AnnotationQueue:
        return AnnotationQueue(project_id="p", name=name, score_config_ids=[])

    async with database.session() as session:
        session.add(Organisation(id="o", name=""))
        await session.flush()
        session.add(Project(id="p", organisation_id="o", name=""))
        await session.flush()
        session.add_all([queue("a"), queue("b")])  # their revisions are numbers
        await session.flush()
        session.add_all([queue("c"), queue("d\0")])
        with pytest.raises(UnstorableValueError, match="NUL"):
            await session.flush()
        await session.rollback()


async def test_integers(database: Database) -> None:
    async with database.reading() as session:
        with pytest.raises(UnstorableValueError, match="64 bits"):
            await session.execute(select(literal(2**63)))


async def test_what_can_be_stored_is(database: Database) -> None:
    texts = ["", "é😀\n\u2028", "x" * 100_000]
    async with database.reading() as session:
        assert (await session.scalars(select(Project).where(Project.id.in_(texts)))).all() == []


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("value", ["\ud800", 2**70, {"\udfff": [float("nan"), 2**64]}, nested(300)])
async def test_json_of_any_client_comes_back(database: Database, value: Any) -> None:
    async with database.reading() as session:
        found = await session.scalar(select(literal(value, JsonText)))
    assert found == ({"\udfff": [None, 2**64]} if isinstance(value, dict) else value)


async def test_json_beyond_the_stack_is_refused(database: Database) -> None:
    async with database.reading() as session:
        with pytest.raises(UnstorableValueError, match="nested too deep"):
            await session.scalar(select(literal(nested(5000), JsonText)))


@pytest.mark.parametrize("value", ["\ud800", 2**70, nested(300)])
def test_strict_json_refuses_what_not_every_reader_takes(value: Any) -> None:
    with pytest.raises(UnstorableValueError):
        strict_json(value)
