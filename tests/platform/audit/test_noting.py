"""The audit log is written with the change, or not at all, and holds no second copy of long texts."""

import pytest
from sqlalchemy import select

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change, shortened
from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.database import Database
from sidelight.platform.tables import Organisation

ADA = Author("user", "ada", "Ada", "acme", "rocket")


@pytest.fixture
async def acme(database: Database) -> Database:
    async with database.session() as session:
        session.add(Organisation(id="acme", name="Acme"))
    return database


async def test_an_entry_says_who_did_what_to_what(acme: Database) -> None:
    async with acme.session() as session:
        await note_change(session, ADA, Change("update", "prompt", "greeting", before={"v": 1}, after={"v": 2}))
    async with acme.reading() as session:
        entry = (await session.scalars(select(AuditEntry))).one()
    assert (entry.organisation_id, entry.project_id, entry.author_kind, entry.author_id, entry.author_name) == (
        "acme", "rocket", "user", "ada", "Ada",
    )  # fmt: skip
    assert (entry.action, entry.resource_kind, entry.resource_id, entry.resource_name) == (
        "update", "prompt", "greeting", "greeting",
    )  # fmt: skip
    assert (entry.before, entry.after) == ({"v": 1}, {"v": 2})


async def test_ids_that_no_row_holds_are_noted_as_what_can_be_shown(acme: Database) -> None:
    """Traces may have such ids, and are gone by the time that their deletion is noted."""
    async with acme.session() as session:
        await note_change(session, ADA, Change("delete", "trace", "a\0b\ud800", before={"ids": ["a\0b\ud800"]}))
    async with acme.reading() as session:
        entry = (await session.scalars(select(AuditEntry))).one()
    assert (entry.resource_id, entry.resource_name) == ("a\ufffdb\ufffd", "a\ufffdb\ufffd")
    assert entry.before == {"ids": ["a\0b\ud800"]}


async def test_a_change_that_fails_leaves_no_entry(acme: Database) -> None:
    async def fail() -> None:
        async with acme.session() as session:
            await note_change(session, ADA, Change("delete", "prompt", "greeting"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with acme.reading() as session:
        assert (await session.scalars(select(AuditEntry))).all() == []


def test_long_texts_lists_and_depths_are_cut_and_say_so() -> None:
    assert shortened("x" * 2_005) == "x" * 2_000 + "… (5 more characters)"
    assert shortened(list(range(103)))[-1] == "… (3 more)"
    assert list(shortened({str(n): n for n in range(103)}).items())[-1] == ("…", "(3 more)")
    deep: object = "bottom"
    for _ in range(20):
        deep = {"in": deep}
    assert "bottom" not in str(shortened(deep))
    assert shortened({"a": [1, None, True]}) == {"a": [1, None, True]}
