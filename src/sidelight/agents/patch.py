"""The files that Codex's patches change: what an ``apply_patch`` call, or a shell command with a patch in it, says.

The same form as the web app shows (``web/src/pages/trace/model/patch.ts``), read for machines instead of eyes.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

Change = Literal["added", "updated", "deleted"]

BEGIN = "*** Begin Patch"
_END = "*** End Patch"
_FILE = re.compile(r"^\*\*\* (Add|Update|Delete) File: (.+)$")
_MOVE = re.compile(r"^\*\*\* Move to: (.+)$")
_CHANGES: dict[str, Change] = {"Add": "added", "Update": "updated", "Delete": "deleted"}


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a patch. ``patch`` has its lines with ``+``, ``-`` and ``@@``; ``moved_to`` is ``""`` or a path."""

    path: str
    change: Change
    patch: str = ""
    moved_to: str = ""


def patched_files(text: str) -> list[FileChange]:
    """The files of all patches in a tool's arguments: plain, in a JSON string, or in a shell command."""
    return [change for body in _bodies(text) for change in _files(body)]


def joined_changes(changes: Iterable[FileChange]) -> list[FileChange]:
    """What several patches, in order, make of each file. A file that was added and deleted again is left out."""
    found: dict[str, FileChange] = {}
    for change in changes:
        before = found.pop(change.path, None)
        if before is None:
            joined: FileChange | None = change
        elif change.change == "deleted":
            joined = None if before.change == "added" else change
        elif change.change == "added" and before.change == "deleted":
            joined = FileChange(change.path, "updated", change.patch)
        else:
            joined = FileChange(
                before.path, before.change, _lines(before.patch, change.patch), change.moved_to or before.moved_to
            )
        if joined is not None:
            # Later patches call a moved file by its new name.
            found[joined.moved_to or joined.path] = joined
    return list(found.values())


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _bodies(text: str) -> Iterator[str]:
    for plain in _texts(text):
        rest = plain.replace("\r\n", "\n")
        while (start := rest.find(BEGIN)) >= 0:
            end = rest.find(_END, start)
            yield rest[start : end if end >= 0 else len(rest)]
            rest = rest[end:] if end >= 0 else ""


def _texts(text: str) -> list[str]:
    """The text itself, or the strings inside it when it is JSON."""
    if text[:1] in ("{", "[", '"'):
        try:
            return [one for one in _strings(json.loads(text)) if BEGIN in one]
        except (ValueError, RecursionError):
            pass
    return [text]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _files(body: str) -> Iterator[FileChange]:
    path, change, moved_to = "", None, ""
    lines: list[str] = []
    for line in body.split("\n"):
        head = _FILE.match(line.rstrip())
        if head:
            if change:
                yield FileChange(path, change, "\n".join(lines).rstrip("\n"), moved_to)
            path, change, moved_to, lines = head[2], _CHANGES[head[1]], "", []
        elif move := _MOVE.match(line.rstrip()):
            moved_to = move[1]
        elif not line.startswith("*** "):
            lines.append(line)
    if change:
        yield FileChange(path, change, "\n".join(lines).rstrip("\n"), moved_to)
