"""Migrations as files; how they are applied is in the contract suite."""

from pathlib import Path

import pytest

from sidelight.store.migrate import migrations


def test_the_packages_own_migrations_are_numbered_without_gaps() -> None:
    own = migrations()
    assert [migration.version for migration in own] == list(range(1, len(own) + 1))
    assert all(migration.statements for migration in own)


def test_statements_are_separated_by_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "0002_second.sql").write_text("SELECT ';'\n;\n\nSELECT 2; -- not here\n;\n")
    (tmp_path / "0001_first.sql").write_text("SELECT {engine_prefix}")
    (tmp_path / "notes.md").write_text("no migration")
    first, second = migrations(tmp_path)
    assert (first.version, first.name, first.statements) == (1, "first", ("SELECT {engine_prefix}",))
    assert (second.version, second.statements) == (2, ("SELECT ';'", "SELECT 2; -- not here"))


@pytest.mark.parametrize(("name", "reason"), [("0001_again.sql", "one number"), ("2_short.sql", "is named like")])
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "0001_first.sql").write_text("SELECT 1")
    (tmp_path / name).write_text("SELECT 2")
    with pytest.raises(ValueError, match=reason):
        migrations(tmp_path)
