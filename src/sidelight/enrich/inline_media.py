"""Finds files that stand in texts as base64, and puts marks in their place (OTEL_MAPPING section 14). Pure.

Found are data URIs anywhere, and the objects of :mod:`sidelight.enrich.media_shapes` in JSON, also in JSON within JSON.
Everything else in a text stays as it was, character by character. A text without such words costs a few searches, and a
document is read only where it has a line of base64 too: objects with less than 45 bytes in them stay as they are.
"""

import ast
import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sidelight.enrich.media_shapes import WORDS, MediaSpot, spots_in, type_by_content
from sidelight.enrich.positioned_json import PlacedText, read_placed
from sidelight.model.media import CONTENT_TYPES, REFERENCE_START, MediaReference, media_id_of, sha256_base64

_MARKER = ";base64,"
_MIN_CHARS = len("data:a/b;base64,AA")
_MAX_HEADER_CHARS = 300
_MAX_INDENT = 100
_MAX_NESTING = 3
_MAX_DEPTH = 64
_HEADER = re.compile(
    r"(?<![\w-])data:([a-zA-Z0-9][\w!#$&^.+-]*/[a-zA-Z0-9][\w!#$&^.+-]*)(?:;[\w!#$&^.+-]+=[^;,\s\"'<>\[\]{}]+)*;base64,\Z"
)
# Lines of 76 or 64 characters are how base64 is wrapped.
_BODY = re.compile(
    r"(?:(?:[A-Za-z0-9+/]{76}\r?\n)+|(?:[A-Za-z0-9+/]{64}\r?\n)+)[A-Za-z0-9+/]{1,76}={0,2}|[A-Za-z0-9+/]+={0,2}"
)
# What may follow: the end of a sentence, an attribute, or a value. Base64 that goes on otherwise was cut or is none.
_AFTER = re.compile(r"[\s!\"'),.;>?\]}\\`<&|]|\Z")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_BYTE_WORDS = tuple(word.encode() for word in (_MARKER, *WORDS))
_LINE_CHARS = 60
_LINE = re.compile(r"[A-Za-z0-9+/_-]{60}|\"b(?:'|\\*\")")  # or Python's b'…'
_URL_SAFE = str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True)
class InlineFile:
    """A file as it was found in a text."""

    content_type: str
    content: bytes = field(repr=False)
    sha256: str

    @property
    def reference(self) -> MediaReference:
        """What stands for it."""
        return MediaReference(self.content_type, media_id_of(self.sha256))


Keep = Callable[[InlineFile], bool]
"""Says whether a file is kept; one that is not stays in the text."""


def may_hold_media(text: str) -> bool:
    """Whether it is worth looking closer; without cost for ordinary texts."""
    if len(text) < _MIN_CHARS:
        return False
    if _MARKER in text:
        return True
    return len(text) > _LINE_CHARS and any(word in text for word in WORDS) and _LINE.search(text) is not None


def bytes_may_hold_media(body: bytes) -> bool:
    """The same for a whole request, in whatever encoding of UTF-8 texts: one look instead of one at each text."""
    return any(word in body for word in _BYTE_WORDS)


def replace_in_text(text: str, keep: Keep) -> str:
    """The text with marks for the files in it that are kept; the same object when there are none."""
    return _in_text(text, keep, _MAX_NESTING) if may_hold_media(text) else text


def replace_in_value(value: Any, keep: Keep) -> Any:
    """The same for a value of JSON, which is not changed; gives the same object when nothing in it is."""
    changes: dict[int, dict[Any, str]] = {}
    for parent, key, new in _changes_in(value, keep, _MAX_NESTING):
        if parent is None:
            return new
        changes.setdefault(id(parent), {})[key] = new
    return _with(value, changes, _MAX_DEPTH) if changes else value


def _in_text(text: str, keep: Keep, nesting: int) -> str:
    if text[:_MAX_INDENT].lstrip()[:1] in ("{", "[", '"'):
        document = read_placed(text)
        if document is not None:
            return _in_json(text, document, keep, nesting)
    return _in_plain(text, keep)


def _in_json(source: str, document: Any, keep: Keep, nesting: int) -> str:
    """Replace texts of a parsed document at their places in its source."""
    replaced: list[tuple[int, int, str]] = []
    for parent, key, new in _changes_in(document, keep, nesting):
        old = document if parent is None else parent[key]
        if isinstance(old, PlacedText):
            replaced.append((old.start, old.end, _as_json(new)))
    if not replaced:
        return source
    pieces, end = [], 0
    for start, stop, new in sorted(replaced):
        pieces += [source[end:start], new]
        end = stop
    return "".join([*pieces, source[end:]])


def _changes_in(document: Any, keep: Keep, nesting: int) -> Iterator[tuple[Any, Any, str]]:
    """Parent, key and new text of each text that changes; the parent of a document that is one text is None."""
    waiting: list[tuple[Any, Any, Any, int]] = [(None, None, document, 0)]
    done: set[tuple[int, Any]] = set()
    while waiting:
        parent, key, value, depth = waiting.pop()
        if isinstance(value, str):
            if (id(parent), key) not in done:
                new = _in_leaf(str(value), keep, nesting)
                if new is not None:
                    yield parent, key, new
        elif depth < _MAX_DEPTH and isinstance(value, dict):
            for spot in spots_in(value):
                found = spot.parent.get(spot.key)
                if isinstance(found, str) and (id(spot.parent), spot.key) not in done:
                    mark = _in_spot(spot, str(found), keep)
                    if mark is not None:
                        done.add((id(spot.parent), spot.key))
                        yield spot.parent, spot.key, mark
            waiting += [(value, key, item, depth + 1) for key, item in reversed(value.items())]
        elif depth < _MAX_DEPTH and isinstance(value, list):
            waiting += [(value, index, value[index], depth + 1) for index in range(len(value) - 1, -1, -1)]


def _in_leaf(text: str, keep: Keep, nesting: int) -> str | None:
    """A text within a document: plain, or JSON of its own; None when nothing in it changes."""
    if not may_hold_media(text):
        return None
    new = _in_text(text, keep, nesting - 1) if nesting else _in_plain(text, keep)
    return None if new == text else new


def _in_spot(spot: MediaSpot, found: str, keep: Keep) -> str | None:
    """The mark for the base64 (or data URI, or Python's ``b'…'``) of a known shape; None when it is none."""
    if found.startswith((REFERENCE_START, "http://", "https://")):
        return None
    content_type = spot.content_type
    if found.startswith("data:"):
        header = _HEADER.search(found[: found.find(_MARKER) + len(_MARKER)])
        if header is None:
            return None
        content_type = content_type or header[1].lower()
        found = found[header.end() :]
    content = _literal(found) if found.startswith(("b'", 'b"')) else _decode(found)
    if not content:
        return None
    content_type = content_type or type_by_content(content)
    if content_type.startswith("text/") and not _is_text(content):
        return None  # a word may look like base64; then it is meant as it stands
    return _mark(content_type, content, keep)


def _in_plain(text: str, keep: Keep) -> str:
    """Replace data URIs in any text. Looks at every character at most a few times."""
    pieces: list[str] = []
    end = 0
    at = text.find(_MARKER)
    while at >= 0:
        body_start = at + len(_MARKER)
        header = _HEADER.search(text, max(end, at - _MAX_HEADER_CHARS), body_start)
        body = _BODY.match(text, body_start) if header else None
        if header and body and _AFTER.match(text, body.end()):
            content = _decode(body.group())
            mark = _mark(header[1].lower(), content, keep) if content else None
            if mark is not None:
                pieces += [text[end : header.start()], mark]
                end = body.end()
        at = text.find(_MARKER, body.end() if body else body_start)
    return "".join([*pieces, text[end:]]) if pieces else text


def _mark(content_type: str, content: bytes, keep: Keep) -> str | None:
    if content_type not in CONTENT_TYPES:
        return None
    file = InlineFile(content_type, content, sha256_base64(content))
    return str(file.reference) if keep(file) else None


def _decode(text: str) -> bytes:
    """The bytes of standard or URL-safe base64, perhaps wrapped or without padding; empty when it is none."""
    compact = text if _BASE64.fullmatch(text) else "".join(text.split())
    bare = compact.rstrip("=")
    if not _BASE64.fullmatch(compact) or len(bare) % 4 == 1:
        return b""
    try:
        return base64.b64decode(bare.translate(_URL_SAFE) + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _literal(text: str) -> bytes:
    """The bytes that Python's ``repr`` wrote; empty when it is none."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return b""
    return value if isinstance(value, bytes) else b""


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _as_json(text: str) -> str:
    """A JSON text value; half a surrogate pair, which UTF-8 cannot hold, stays escaped."""
    return json.dumps(text, ensure_ascii=not text.isascii() and not _is_encodable(text))


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _with(value: Any, changes: dict[int, dict[Any, str]], levels: int) -> Any:
    """A copy of the value with these items of its parts changed; deeper ones than ``levels`` have no changes."""
    own = changes.get(id(value), {})
    if levels < 0:
        return value
    if isinstance(value, dict):
        return {key: own[key] if key in own else _with(item, changes, levels - 1) for key, item in value.items()}
    if isinstance(value, list):
        return [own[index] if index in own else _with(item, changes, levels - 1) for index, item in enumerate(value)]
    return value
