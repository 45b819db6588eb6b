"""Codex's folder on disk: where its files are, and writing them without ever leaving half a file."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_PRIVATE = 0o600
_NEW_FILE = 0o644


@dataclass(frozen=True, slots=True)
class CodexHome:
    """``$CODEX_HOME``, by default ``~/.codex``."""

    path: Path

    @classmethod
    def find(cls, env: Mapping[str, str]) -> "CodexHome":
        """The folder that Codex uses in this environment."""
        value = env.get("CODEX_HOME", "").strip()
        return cls(Path(value).expanduser() if value else Path(env.get("HOME") or Path.home()) / ".codex")

    @property
    def config(self) -> Path:
        """config.toml."""
        return self.path / "config.toml"

    @property
    def dotenv(self) -> Path:
        """``.env``, which Codex reads into its environment (all names but ``CODEX_*``)."""
        return self.path / ".env"

    @property
    def receipt(self) -> Path:
        """What ``sidelight codex connect`` did, for ``--remove``."""
        return self.path / "sidelight-connect.json"

    def resolve(self, path: str) -> Path:
        """A path in config.toml as Codex resolves it: relative to its folder."""
        return self.path / Path(path).expanduser()


def read_text(path: Path) -> str | None:
    """The text of a file, line endings as they are; None when there is no such file. Raises ``OSError``."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None


def write_text(path: Path, text: str, *, private: bool) -> None:
    """Replace a file in one step. Its permissions stay, but others lose theirs when it becomes private.

    A symbolic link stays one; the file that it points to is replaced.
    """
    target = path.resolve()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        mode = target.stat().st_mode & 0o777
    except FileNotFoundError:
        mode = _NEW_FILE
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode & _PRIVATE if private else mode)
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def back_up(path: Path, now: datetime) -> Path:
    """Copy a file beside itself under a name with the time; the copy is for the owner only. Returns its path."""
    stamp = f"{now:%Y%m%d-%H%M%S}"
    copy = path.with_name(f"{path.name}.sidelight-{stamp}.bak")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}.sidelight-{stamp}-{number}.bak")
    write_text(copy, read_text(path) or "", private=True)
    return copy


def restrict(path: Path) -> None:
    """Let only the owner read and write the file."""
    target = path.resolve()
    target.chmod(target.stat().st_mode & _PRIVATE)
