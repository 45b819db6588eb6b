"""Messages that were flattened to one attribute a field, put together again (OTEL_MAPPING section 7, rule 16)."""

from typing import Any

from sidelight.model import Attributes, AttrValue

MAX_SLOTS = 10_001
_MAX_DEPTH = 50
_MAX_INDEX_DIGITS = 6
# Names that mean something to JavaScript, in which these values are looked at.
_FORBIDDEN = frozenset({"__proto__", "constructor", "prototype"})


def gather(attributes: Attributes, prefix: str) -> AttrValue:
    """The value under ``prefix`` itself, else the one that its dotted keys describe; None when there is neither.

    Numbers in a key are places in a list. All lists together have at most ``MAX_SLOTS`` places: one attribute named
    ``prompt.9999999.role`` must not cost ten million. What would exceed that is left out, as are forbidden names.
    """
    whole = attributes.get(prefix)
    if whole:
        return whole
    root: dict[str, Any] = {}
    slots = _Slots()
    start = len(prefix) + 1
    for key, value in attributes.items():
        if not key.startswith(prefix) or key[start - 1 : start] != ".":
            continue
        path = key[start:].split(".")
        if len(path) <= _MAX_DEPTH and not _FORBIDDEN.intersection(path) and slots.reserve(path):
            _put(root, path, value)
    return _with_lists(root) if root else None


class _Slots:
    """How many places the lists have that were named so far."""

    def __init__(self) -> None:
        self._used = 0
        self._lengths: dict[tuple[str, ...], int] = {}

    def reserve(self, path: list[str]) -> bool:
        """Whether the lists on the path may be as long as it needs; nothing is taken when they may not."""
        longer: dict[tuple[str, ...], int] = {}
        added = 0
        for place, segment in enumerate(path):
            if not _is_index(segment):
                continue
            if len(segment) > _MAX_INDEX_DIGITS:
                return False
            owner = tuple(path[:place])
            known = self._lengths.get(owner, 0)
            needed = int(segment) + 1
            if needed > known:
                longer[owner] = needed
                added += needed - known
        if self._used + added > MAX_SLOTS:
            return False
        self._used += added
        self._lengths.update(longer)
        return True


def _is_index(segment: str) -> bool:
    return segment.isascii() and segment.isdigit()


def _put(root: dict[str, Any], path: list[str], value: AttrValue) -> None:
    """Set a leaf. Where one attribute names a leaf and another something below it, the structure stays."""
    node = root
    for segment in path[:-1]:
        below = node.get(segment)
        if not isinstance(below, _Node):
            below = node[segment] = _Node()
        node = below
    if not isinstance(node.get(path[-1]), _Node):
        node[path[-1]] = value


class _Node(dict[str, Any]):
    """An object made of keys, unlike one that was sent as a value."""


def _with_lists(node: dict[str, Any]) -> Any:
    """The tree with every object whose keys are all numbers as a list, None at places without a value."""
    built = {key: _with_lists(item) if isinstance(item, _Node) else item for key, item in node.items()}
    if not all(map(_is_index, built)):
        return built
    places = {int(key): item for key, item in built.items()}
    return [places.get(place) for place in range(max(places) + 1)]
