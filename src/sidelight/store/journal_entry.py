"""What the journal holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class JournalError(Exception):
    """The journal could not do what was asked; nothing was accepted. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One accepted request.

    ``id`` is given by the journal (0 before); ids rise and are never used twice. ``signal`` is ``logs | traces |
    metrics`` or another receiver's word, ``format`` is ``protobuf | json``; ``meta`` holds what JSON can hold.
    """

    project_id: str
    signal: str
    format: str
    received_ns: int
    body: bytes
    meta: Mapping[str, Any] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An entry that could not be processed, kept with the reason until someone revives or discards it."""

    entry: JournalEntry
    error: str
    buried_ns: int


@dataclass(frozen=True, slots=True)
class Pending:
    """How much waits to be processed."""

    entries: int
    bytes: int
