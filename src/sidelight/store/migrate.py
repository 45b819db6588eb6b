"""Brings a store's schema up to this version of Sidelight: numbered files of SQL, each applied once, in order."""

import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from sidelight.store.driver import Driver, StoreError

_FILE = re.compile(r"(?P<version>\d{4})_(?P<name>\w+)\.sql")
_SEPARATOR = re.compile(r"^;[ \t]*$", re.MULTILINE)

_LEDGER = """
CREATE TABLE IF NOT EXISTS schema_migrations{on_cluster} (
    version UInt32,
    name String,
    applied_at DateTime64(6, 'UTC') DEFAULT now64(6)
) ENGINE = {engine_prefix}ReplacingMergeTree(applied_at) ORDER BY version
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file: its statements still hold ``{engine_prefix}`` and ``{on_cluster}``."""

    version: int
    name: str
    statements: tuple[str, ...]


def migrations(folder: Traversable | None = None) -> list[Migration]:
    """The migrations of ``folder`` (the package's own by default), in order.

    Raises:
        ValueError: two files have one number, or a file's name is not ``0001_name.sql``.
    """
    found: dict[int, Migration] = {}
    for file in (folder or files("sidelight.store") / "migrations").iterdir():
        if not file.name.endswith(".sql"):
            continue
        match = _FILE.fullmatch(file.name)
        if match is None:
            raise ValueError(f"{file.name}: a migration is named like 0001_events.sql")
        version = int(match["version"])
        if version in found:
            raise ValueError(f"{file.name} and {found[version].name} have one number")
        statements = (part.strip() for part in _SEPARATOR.split(file.read_text("utf-8")))
        found[version] = Migration(version, match["name"], tuple(part for part in statements if part))
    return [found[version] for version in sorted(found)]


def migrate(driver: Driver, known: list[Migration] | None = None) -> list[int]:
    """Apply what the store lacks; returns the versions applied now.

    Statements are written so that they can run twice: a migration that stopped half-way, or that two servers of a
    cluster start together, is completed by the next run.

    Raises:
        StoreError: the store was made by a newer Sidelight, or a statement failed.
    """
    known = migrations() if known is None else known
    driver.command(_render(_LEDGER, driver))
    applied = {row["version"] for row in driver.query("SELECT DISTINCT version FROM schema_migrations")}
    newest = known[-1].version if known else 0
    if applied and max(applied) > newest:
        raise StoreError(
            f"The event store has schema version {max(applied)}; this Sidelight knows versions up to {newest}. "
            "Install the newer Sidelight again, or choose another store."
        )
    done = []
    for migration in known:
        if migration.version in applied:
            continue
        for statement in migration.statements:
            driver.command(_render(statement, driver))
        driver.insert("schema_migrations", [{"version": migration.version, "name": migration.name}])
        done.append(migration.version)
    return done


def _render(statement: str, driver: Driver) -> str:
    # Not str.format: SQL has braces of its own.
    return statement.replace("{engine_prefix}", driver.engine_prefix).replace("{on_cluster}", driver.on_cluster)
