"""Both metadata databases: migrations, transactions, and errors that help."""

import asyncio
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError

from sidelight.platform.database import Database, DatabaseError, _on_sqlite_connect, parse_url
from sidelight.platform.tables import Base, Membership, Organisation, Project, User
from sidelight.settings import Settings


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata))


async def test_migrations_make_what_the_models_say(database: Database) -> None:
    async with database.reading() as session:
        connection = await session.connection()
        assert await connection.run_sync(_differences) == []


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    async with database.session() as session:
        session.add(Organisation(id="o", name="kept"))
    await database.migrate()
    async with database.reading() as session:
        assert (await session.scalars(select(Organisation.name))).all() == ["kept"]


async def test_servers_that_start_together_migrate_once(new_postgres_url: str, tmp_path: Path) -> None:
    for url in (new_postgres_url, f"sqlite:///{tmp_path / 'together.db'}"):
        servers = [Database(url) for _ in range(4)]
        await asyncio.gather(*(server.migrate() for server in servers))
        async with servers[0].reading() as session:
            assert await session.scalar(text("SELECT count(*) FROM alembic_version")) == 1
        await asyncio.gather(*(server.close() for server in servers))


def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    def open_at_once(path: Path, together: threading.Barrier) -> str:
        with closing(sqlite3.connect(path)) as connection:
            together.wait()
            _on_sqlite_connect(connection, None)
            return str(connection.execute("PRAGMA journal_mode").fetchone()[0])

    with ThreadPoolExecutor(4) as pool:
        for n in range(100):
            together = threading.Barrier(4)
            opened = [pool.submit(open_at_once, tmp_path / f"{n}.db", together) for _ in range(4)]
            assert [one.result() for one in opened] == ["wal"] * 4


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    async def fail() -> None:
        async with database.session() as session:
            session.add(Organisation(id="o", name="never"))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.reading() as session:
        assert (await session.scalars(select(Organisation))).all() == []


async def test_foreign_keys_hold_and_deletes_cascade(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.session() as session:
            session.add(Project(id="p", organisation_id="nobody", name="x"))
    async with database.session() as session:
        session.add_all([Organisation(id="o", name="x"), User(id="u", email="a@b.c", name="")])
        await session.flush()
        session.add_all(
            [Project(id="p", organisation_id="o", name="x"), Membership(organisation_id="o", user_id="u", role="owner")]
        )
    async with database.session() as session:
        await session.delete(await session.get_one(Organisation, "o"))
    async with database.reading() as session:
        assert (await session.scalars(select(Project))).all() == []
        assert (await session.scalars(select(Membership))).all() == []


async def test_only_known_roles_are_stored(database: Database) -> None:
    async with database.session() as session:
        session.add_all([Organisation(id="o", name="x"), User(id="u", email="a@b.c", name="")])
    with pytest.raises(IntegrityError):
        async with database.session() as session:
            session.add(Membership(organisation_id="o", user_id="u", role="king"))


async def test_writers_at_once_all_succeed(database: Database) -> None:
    async with database.session() as session:
        session.add(Organisation(id="o", name="0"))

    async def increase() -> None:
        async with database.session() as session:
            row = await session.get_one(Organisation, "o", with_for_update=True)
            row.name = str(int(row.name) + 1)

    await asyncio.gather(*(increase() for _ in range(20)))
    async with database.reading() as session:
        assert await session.scalar(select(Organisation.name)) == "20"


async def test_times_come_back_in_utc(database: Database) -> None:
    async with database.session() as session:
        row = Organisation(name="x")
        session.add(row)
    async with database.reading() as session:
        read = await session.get_one(Organisation, row.id)
        assert read.created_at == row.created_at
        assert read.created_at.utcoffset() is not None


async def test_sqlite_is_durable_and_private(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'sidelight.db'}")
    await database.migrate()
    async with database.reading() as session:
        pragmas = [await session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys")]
        assert pragmas == ["wal", 1]
        assert int(await session.scalar(text("PRAGMA busy_timeout")) or 0) > 0
    await database.close()
    assert stat.S_IMODE((tmp_path / "new" / "sidelight.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


async def test_a_data_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "a b?c=%20#ü&d"
    database = Database.of(Settings(data_dir=folder))
    await database.migrate()
    await database.close()
    assert (folder / "sidelight.db").stat().st_size > 0


async def test_settings_choose_the_database(tmp_path: Path) -> None:
    embedded = Database.of(Settings(data_dir=tmp_path))
    assert embedded.is_sqlite
    assert embedded.url.database == str(tmp_path / "sidelight.db")
    assert not Database.of(Settings(data_dir=tmp_path, metadata_url="postgresql://u:p@h/d")).is_sqlite


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "not a database URL"),
        ("mysql://u:hidden@h/d", "'mysql', which is not supported"),
        ("sqlite://", "names no file"),
    ],
)
def test_an_unusable_url_is_explained(url: str, said: str) -> None:
    with pytest.raises(DatabaseError, match=said) as caught:
        parse_url(url)
    assert "hidden" not in str(caught.value)


async def test_an_unreachable_database_is_explained_without_its_password() -> None:
    database = Database("postgresql://someone:hidden@127.0.0.1:1/none")
    with pytest.raises(DatabaseError, match="cannot be opened or migrated") as caught:
        await database.migrate()
    assert "hidden" not in str(caught.value)
    await database.close()
