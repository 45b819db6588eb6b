from datetime import UTC, datetime
from pathlib import Path

import pytest

from sidelight.codex_setup.connect import digest
from sidelight.codex_setup.dotenv import add_line, drop_line, parse_dotenv
from sidelight.codex_setup.home import CodexHome, back_up, read_text, restrict, write_text

NOW = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_folder_is_found_as_codex_finds_it() -> None:
    assert CodexHome.find({"HOME": "/home/ada"}).config == Path("/home/ada/.codex/config.toml")
    assert CodexHome.find({"HOME": "/home/ada", "CODEX_HOME": "/srv/codex"}).config == Path("/srv/codex/config.toml")
    assert CodexHome.find({"HOME": "/home/ada", "CODEX_HOME": " "}).path == Path("/home/ada/.codex")


def test_tls_paths_start_at_the_folder() -> None:
    home = CodexHome(Path("/home/ada/.codex"))
    assert home.resolve("ca.pem") == Path("/home/ada/.codex/ca.pem")
    assert home.resolve("/etc/ca.pem") == Path("/etc/ca.pem")


def test_a_file_that_is_not_there_has_no_text(tmp_path: Path) -> None:
    assert read_text(tmp_path / "no") is None


def test_writing_keeps_line_endings_and_permissions(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"a = 1\r\n")
    path.chmod(0o640)
    write_text(path, "a = 2\r\n", private=False)
    assert path.read_bytes() == b"a = 2\r\n"
    assert read_text(path) == "a = 2\r\n"
    assert mode_of(path) == 0o640


def test_a_file_with_a_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "deep" / "new"
    old.write_text("x", encoding="utf-8")
    old.chmod(0o644)
    for path in (old, new):
        write_text(path, "secret", private=True)
        assert mode_of(path) == 0o600


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    target, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    target.write_text("a = 1\n", encoding="utf-8")
    link.symlink_to(target)
    write_text(link, "a = 2\n", private=False)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "a = 2\n"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("a = 1\n", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "\ud800", private=False)
    assert [entry.name for entry in tmp_path.iterdir()] == ["config.toml"]
    assert path.read_text(encoding="utf-8") == "a = 1\n"


def test_back_ups_never_overwrite_each_other(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"a = 1\r\n")
    copies = [back_up(path, NOW) for _ in range(3)]
    assert [copy.name for copy in copies] == [
        "config.toml.sidelight-20260501-123000.bak",
        "config.toml.sidelight-20260501-123000-2.bak",
        "config.toml.sidelight-20260501-123000-3.bak",
    ]
    assert {copy.read_bytes() for copy in copies} == {b"a = 1\r\n"}
    assert {mode_of(copy) for copy in copies} == {0o600}


def test_restricting_takes_rights_from_others_only(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("", encoding="utf-8")
    path.chmod(0o464)
    restrict(path)
    assert mode_of(path) == 0o400


def test_dotenv_is_read_as_codex_reads_it() -> None:
    text = "# note\nA=1\nexport B='two words'\nC = \"x=y\"\nCODEX_HOME=/evil\nnonsense\nE=\nF=two words\nG=1 # one\n"
    assert parse_dotenv(text) == {"A": "1", "B": "two words", "C": "x=y", "E": "", "G": "1"}


def test_a_line_added_to_dotenv_can_be_taken_out_again() -> None:
    for text in ("", "A=1\n", "A=1"):
        longer = add_line(text, "B=2")
        assert parse_dotenv(longer)["B"] == "2"
        assert drop_line(longer, digest("B=2")).rstrip("\n") == text.rstrip("\n")
