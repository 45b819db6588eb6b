"""Metadata between trees, as people write and read it, and dotted paths, as it is stored and filtered by."""

from collections.abc import Mapping
from typing import Any

from sidelight.mapping.text import text_of

_MAX_DEPTH = 32
# Below these, a dot is part of a name: attributes of OpenTelemetry are called `service.name`.
_NAMES_WITH_DOTS = ("attributes.", "resourceAttributes.", "scope.attributes.")


def flatten(path: str, value: Any, result: dict[str, str]) -> None:
    """Add ``value`` to ``result``: objects as dotted paths, everything else as text, None not at all.

    An object nested deeper than 32 levels is one text of JSON, as an empty one is.
    """
    _flatten(path, value, result, _MAX_DEPTH)


def _flatten(path: str, value: Any, result: dict[str, str], levels: int) -> None:
    if isinstance(value, dict) and value and levels:
        for key, item in value.items():
            _flatten(f"{path}.{key}", item, result, levels - 1)
        return
    text = text_of(value)
    if text is not None:
        result[path] = text


def unflatten(flat: Mapping[str, Any]) -> dict[str, Any]:
    """The tree that dotted paths describe.

    A path stays one key where it names no place in a tree: with an empty part, below a value, or deeper than any that
    was flattened. So are the names of attributes and resource attributes, in which dots mean nothing.
    """
    tree: dict[str, Any] = {}
    for key in sorted(flat, key=len):  # a value comes before what lies below its path
        value = flat[key]
        if "." not in key or not _put(tree, _parts(key), value):
            tree[key] = value
    return tree


def _parts(key: str) -> list[str]:
    for head in _NAMES_WITH_DOTS:
        if key.startswith(head):
            return [*head[:-1].split("."), key[len(head) :]]
    return key.split(".")


class _Branch(dict[str, Any]):
    """An object made of paths, unlike one that is a value."""


def _put(tree: dict[str, Any], parts: list[str], value: Any) -> bool:
    if len(parts) > _MAX_DEPTH + 1 or not all(parts):
        return False
    node = tree
    for part in parts[:-1]:
        below = node.setdefault(part, _Branch())
        if not isinstance(below, _Branch):
            return False
        node = below
    node[parts[-1]] = value
    return True
