"""Nobody's change is lost when two people edit the same row."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from sidelight.platform.database import Database
from sidelight.platform.revision import Revised, StaleDataError, StaleRevision, expect_revision


class _Base(DeclarativeBase):
    pass


class Note(Revised, _Base):
    __tablename__ = "notes_of_a_test"

    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    text: Mapped[str] = mapped_column(String(100))


@pytest.fixture
async def notes(database: Database) -> AsyncIterator[Database]:
    async with database.session() as session:
        await (await session.connection()).run_sync(_Base.metadata.create_all)
        session.add(Note(id="n", text="first"))
    yield database
    async with database.session() as session:
        await (await session.connection()).run_sync(_Base.metadata.drop_all)


async def test_every_change_counts(notes: Database) -> None:
    async with notes.session() as session:
        note = await session.get_one(Note, "n")
        assert note.revision == 1
        note.text = "second"
        await session.flush()
        assert note.revision == 2


async def test_who_saw_an_older_one_is_told(notes: Database) -> None:
    async with notes.session() as session:
        note = await session.get_one(Note, "n")
        expect_revision(note, 1)
        expect_revision(note, None)
        with pytest.raises(StaleRevision) as refused:
            expect_revision(note, 7)
    assert refused.value.revision == 1


async def test_a_write_over_a_row_that_changed_after_the_read_fails(notes: Database) -> None:
    async with notes.reading() as session:
        seen = await session.get_one(Note, "n")
        session.expunge(seen)
    async with notes.session() as session:
        (await session.get_one(Note, "n")).text = "hers"

    async def write() -> None:
        async with notes.session() as session:
            session.add(seen)
            seen.text = "his"
            await session.flush()

    with pytest.raises(StaleDataError):
        await write()
    async with notes.reading() as session:
        assert (await session.get_one(Note, "n")).text == "hers"
