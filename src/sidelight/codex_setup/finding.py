"""What the doctor finds: one problem, how bad it is, the remedy, and the change that would cure it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias


class Severity(StrEnum):
    """``ERROR``: not everything arrives. ``WARNING``: it works, but something is wrong. ``INFO``: good to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class SetValue:
    """Set the value at a path of config.toml, for example ``("otel", "exporter", "otlp-http", "protocol")``."""

    path: tuple[str, ...]
    value: str | bool | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RenameKey:
    """Give every key of this name below ``[otel]`` another name, keeping its place and value."""

    name: str
    new_name: str


@dataclass(frozen=True, slots=True)
class DropKey:
    """Remove the key at a path of config.toml."""

    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DropLine:
    """Remove one line (counted from 1) of a config.toml that is not valid TOML, if it still has this text."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class JoinLines:
    """Remove the line breaks after one line (counted from 1) of a text that is not valid TOML, ``count`` times."""

    line: int
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class RestrictPermissions:
    """Let only the owner read config.toml (mode 0600)."""


Fix: TypeAlias = SetValue | RenameKey | DropKey | DropLine | JoinLines | RestrictPermissions


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the doctor found.

    ``code`` is stable (scripts may depend on it); ``message`` says what is wrong, ``remedy`` what to do, both without
    secrets. ``fix`` is what ``--fix`` applies; None when only a person can decide.
    """

    code: str
    severity: Severity
    message: str
    remedy: str = ""
    fix: Fix | None = None


def error(code: str, message: str, remedy: str, fix: Fix | None = None) -> Finding:
    """A finding that keeps telemetry from arriving."""
    return Finding(code, Severity.ERROR, message, remedy, fix)


def warning(code: str, message: str, remedy: str, fix: Fix | None = None) -> Finding:
    """A finding that does not stop telemetry but should be looked at."""
    return Finding(code, Severity.WARNING, message, remedy, fix)


def info(code: str, message: str, remedy: str = "") -> Finding:
    """A finding that is only good to know."""
    return Finding(code, Severity.INFO, message, remedy)
