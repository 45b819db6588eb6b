"""JSON values as texts: browsers round integers above 2^53 and long decimals, and write 1.0 as 1."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from sidelight.model.exact_json import pretty_json, read_json

_TOLD = "JSON as text, so that no number loses a digit; null is no value."


def _read(text: object) -> Any:
    if text is None:
        return None
    if not isinstance(text, str):
        raise ValueError('this is JSON as text: put it in quotes, such as "{\\"a\\": 1}"')
    try:
        return read_json(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the text is no JSON: {error}") from error


JsonIn = Annotated[
    Any,
    BeforeValidator(_read),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "null"}], "description": _TOLD}),
]
JsonOut = Annotated[str | None, Field(description=_TOLD)]


def json_out(value: Any) -> str | None:
    """The value for :data:`JsonOut`, indented for people."""
    return None if value is None else pretty_json(value)
