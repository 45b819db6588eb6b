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
    if len(str(schema)) > MAX_SCHEMA_CHARS:
        raise DatasetRefusal(field, f"The schema is longer than {MAX_SCHEMA_CHARS} characters.")
    _validator(field, schema)


def check_value(field: str, value: Any, schema: Any) -> None:
    """Refuse a value that does not fit; the message says where."""
    if schema is None:
        return
    error = next(_validator(field, schema).iter_errors(value), None)
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


def _refuse(uri: str) -> Any:
    raise ValueError(f"references to other documents are not followed ({uri})")
