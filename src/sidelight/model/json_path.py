"""Paths that lead to one place in a JSON value: RFC 9535's singular queries, such as ``$.messages[-1]['content']``."""

import re
from typing import Any

MAX_PATH_CHARACTERS = 500
_STEP = re.compile(
    r"""\.(?P<name>[^\s.\[\]'"*?@$(),:]+)|\[\s*(?:(?P<index>-?\d{1,9})|'(?P<single>(?:[^'\\]|\\.)*)'"""
    r"""|"(?P<double>(?:[^"\\]|\\.)*)")\s*\]"""
)
_ESCAPED = re.compile(r"\\(.)")


class JsonPathError(ValueError):
    """The path is not one, or leads nowhere; the message says why."""


def parse_path(path: str) -> list[str | int]:
    """The steps of a path, keys and indexes.

    Raises:
        JsonPathError: the text is no such path.
    """
    text = path.strip()
    if len(text) > MAX_PATH_CHARACTERS:
        raise JsonPathError(f"A path has at most {MAX_PATH_CHARACTERS} characters.")
    if not text.startswith("$"):
        raise JsonPathError("A path begins with $, which stands for the whole value: $.messages[0].content")
    steps: list[str | int] = []
    at = 1
    while at < len(text):
        step = _STEP.match(text, at)
        if step is None:
            raise JsonPathError(
                f"Cannot read the path from {text[at:][:40]!r} on: a step is .name, ['name'] or [number]."
            )
        if step["index"] is not None:
            steps.append(int(step["index"]))
        elif step["name"] is not None:
            steps.append(step["name"])
        else:
            quoted = step["single"] if step["single"] is not None else step["double"]
            steps.append(_ESCAPED.sub(r"\1", quoted))
        at = step.end()
    return steps


def value_at(value: Any, path: str) -> Any:
    """What stands at a path.

    Raises:
        JsonPathError: the text is no path, or nothing stands there.
    """
    for step in parse_path(path):
        if not _leads_on(value, step):
            raise JsonPathError(f"Nothing stands at {path.strip()}.")
        value = value[step]
    return value


def _leads_on(value: Any, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(value, list) and -len(value) <= step < len(value)
    return isinstance(value, dict) and step in value
