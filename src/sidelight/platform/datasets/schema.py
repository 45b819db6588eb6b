"""JSON Schemas of a dataset: what items may hold. Pure.

A schema is a stranger's text: its references are never fetched, and its patterns run in linear time.
"""

from typing import Any

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

from sidelight.platform.datasets.refusal import DatasetRefusal

MAX_SCHEMA_CHARS = 100_000
_MAX_MESSAGE = 300


def check_schema(field: str, schema: Any) -> None:
    """Refuse what is no JSON Schema (draft 2020-12). None is no schema."""
    if schema is None:
        return
    if not isinstance(schema, dict):
        raise DatasetRefusal(field, "A JSON Schema is an object.")
    try:
        size = len(str(schema))
    except RecursionError:
        raise DatasetRefusal(field, "The schema is nested too deep.") from None
    if size > MAX_SCHEMA_CHARS:
        raise DatasetRefusal(field, f"The schema is longer than {MAX_SCHEMA_CHARS} characters.")
    _validator(field, schema)


def check_value(field: str, value: Any, schema: Any) -> None:
    """Refuse a value that does not fit; the message says where."""
    if schema is None:
        return
    validator = _validator(field, schema)
    try:
        error = next(validator.iter_errors(value), None)
    except ValueError as failure:  # half a character, or more than 254 levels
        raise DatasetRefusal(field, f"Cannot be held to the dataset's schema: {_short(failure)}") from failure
    if error is not None:
        place = "".join(f"[{step!r}]" for step in error.instance_path)
        raise DatasetRefusal(
            field, f"Does not fit the dataset's schema at {field}{place}: {error.message[:_MAX_MESSAGE]}"
        )


def _validator(field: str, schema: Any) -> Draft202012Validator:
    try:
        return Draft202012Validator(schema, retriever=_refuse, pattern_options=RegexOptions())
    except ValidationError as error:
        place = "".join(f"[{step!r}]" for step in error.instance_path)
        raise DatasetRefusal(
            field, f"Not a usable JSON Schema at {field}{place}: {error.message[:_MAX_MESSAGE]}"
        ) from error
    except ValueError as error:  # half a character, or more than 254 levels
        raise DatasetRefusal(field, f"Not a usable JSON Schema: {_short(error)}") from error


def _short(error: ValueError) -> str:
    return str(error)[:_MAX_MESSAGE]


def _refuse(uri: str) -> Any:
    raise ValueError(f"references to other documents are not followed ({uri})")
