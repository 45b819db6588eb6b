"""A JSON body as a Python object, also when the sender's JSON library was careless about Unicode or NaN."""

import json
import re
from typing import Any

import orjson

from sidelight.otlp.errors import OtlpError

# An escaped backslash is matched first, so that the text "\\ud800" is not taken for an escape.
_ESCAPES = re.compile(
    r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_LONE_SURROGATE_CHARS = 6
_REPLACEMENT = r"�"


def load_object(body: bytes) -> dict[str, Any]:
    """The object of a JSON body, ``{}`` for an empty one. Raises :class:`OtlpError` when it is not a JSON object."""
    if not body or body.isspace():
        return {}
    document = load_document(body)
    if not isinstance(document, dict):
        raise OtlpError("The JSON body is not an object.", "Send an OTLP/JSON export request.")
    return document


def load_document(body: bytes) -> Any:
    """The value of a JSON body. Raises :class:`OtlpError` when it is no JSON.

    Tolerated, because whole batches would be lost otherwise: a byte order mark; invalid UTF-8 and lone surrogates,
    which become U+FFFD (JavaScript cuts texts between the halves of a character); bare ``NaN`` and ``Infinity``.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        return _load_careless(body, str(error))


def _load_careless(body: bytes, detail: str) -> Any:
    text = _ESCAPES.sub(_repaired, body.decode("utf-8-sig", "replace"))
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise OtlpError(*_explain(body, detail)) from None


def _repaired(match: re.Match[str]) -> str:
    escape = match[0]
    return _REPLACEMENT if len(escape) == _LONE_SURROGATE_CHARS else escape


def _explain(body: bytes, detail: str) -> tuple[str, str]:
    if body[:2] == b"\x1f\x8b":
        return "The body is gzip but was not declared so.", "Set Content-Encoding: gzip."
    if body[:1] == b"\n":
        return "The body is not JSON; it looks like protobuf.", "Set Content-Type: application/x-protobuf."
    return f"The body is not valid JSON: {detail}.", "Check that the body was not cut or changed on its way."
