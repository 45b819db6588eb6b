"""The audit log is read page by page, narrowed and never of another organisation."""

from datetime import timedelta

import pytest

from sidelight.platform.audit import reading
from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.audit.reading import AuditFilter, all_entries, list_entries, list_values
from sidelight.platform.clock import now
from sidelight.platform.database import Database
from sidelight.platform.tables import Organisation


@pytest.fixture
async def log(database: Database) -> Database:
    async with database.session() as session:
        session.add_all([Organisation(id="o", name="O"), Organisation(id="other", name="Other")])
        await session.flush()
        for n in range(7):
            author = Author("user", f"u{n % 2}", f"User {n % 2}", "o", "p" if n < 4 else None)
            await note_change(session, author, Change("create" if n % 3 else "delete", f"kind{n % 3}", f"r{n}"))
        await note_change(session, Author("api_key", "k", "pk", "other", "q"), Change("create", "secret", "x"))
    return database


async def ids(database: Database, wanted: AuditFilter) -> list[str]:
    async with database.reading() as session:
        return [line.resource_id for line in await list_entries(session, wanted, 100)]


async def test_pages_meet_without_gap_or_repetition(log: Database) -> None:
    seen: list[str] = []
    after = None
    while True:
        async with log.reading() as session:
            page = await list_entries(session, AuditFilter(organisation_id="o"), 3, after)
        if not page:
            break
        seen += [line.resource_id for line in page]
        after = (page[-1].created_at, page[-1].id)
    assert seen == [f"r{n}" for n in reversed(range(7))]


async def test_it_is_narrowed(log: Database) -> None:
    assert await ids(log, AuditFilter(project_id="p")) == ["r3", "r2", "r1", "r0"]
    assert await ids(log, AuditFilter(organisation_id="o", author_ids=("u1",))) == ["r5", "r3", "r1"]
    assert await ids(log, AuditFilter(organisation_id="o", kinds=("kind0",), actions=("delete",))) == ["r6", "r3", "r0"]
    assert await ids(log, AuditFilter(organisation_id="o", resource_id="r2")) == ["r2"]
    assert await ids(log, AuditFilter(organisation_id="o", since=now() + timedelta(seconds=1))) == []
    assert len(await ids(log, AuditFilter(organisation_id="o", until=now() + timedelta(seconds=1)))) == 7


async def test_values_are_of_the_whole_log(log: Database) -> None:
    async with log.reading() as session:
        values = await list_values(session, AuditFilter(organisation_id="o", author_ids=("u1",)))
    assert values.authors == (("u0", "User 0", "user"), ("u1", "User 1", "user"))
    assert values.kinds == ("kind0", "kind1", "kind2")
    assert values.actions == ("create", "delete")


async def test_an_export_has_everything(log: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "EXPORT_PAGE", 3)
    found = [line.resource_id async for line in all_entries(log, AuditFilter(organisation_id="o"))]
    assert found == [f"r{n}" for n in reversed(range(7))]


async def test_nobody_reads_all_logs(log: Database) -> None:
    with pytest.raises(ValueError, match="of an organisation or of a project"):
        await ids(log, AuditFilter())
