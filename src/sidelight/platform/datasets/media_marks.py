"""Where the marks of files stand in an item's values. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sidelight.model.media import REFERENCE_START, MediaReference, references_in

MAX_DEPTH = 200  # JSON from outside may be deeper than Python's stack


@dataclass(frozen=True, slots=True)
class MediaMark:
    """``json_path`` leads to the text that holds the mark, in brackets: ``$['gallery'][0]``."""

    field: str
    json_path: str
    reference: MediaReference


def marks_in(field: str, value: Any) -> Iterator[MediaMark]:
    """The marks in a JSON value, depth first."""
    yield from _marks(field, value, "$", 0)


def _marks(field: str, value: Any, path: str, depth: int) -> Iterator[MediaMark]:
    if isinstance(value, str):
        if REFERENCE_START in value:
            yield from (MediaMark(field, path, reference) for reference in references_in(value))
    elif depth < MAX_DEPTH and isinstance(value, dict):
        for key, one in value.items():
            escaped = key.replace("\\", "\\\\").replace("'", "\\'")
            yield from _marks(field, one, f"{path}['{escaped}']", depth + 1)
    elif depth < MAX_DEPTH and isinstance(value, list):
        for index, one in enumerate(value):
            yield from _marks(field, one, f"{path}[{index}]", depth + 1)
