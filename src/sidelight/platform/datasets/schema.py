"""JSON Schemas of a dataset: what items may hold. Pure.

A schema is a stranger's text: its references are never fetched, and its patterns run in linear time.
"""

from dataclasses import dataclass
from typing import Any

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

from sidelight.platform.datasets.refusal import DatasetRefusal

MAX_SCHEMA_CHARS = 100_000
_MAX_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is wrong with a value; ``field`` names it as clients do."""

    field: str
    message: str


class ItemSchemas:
    """The two schemas of a dataset, made ready once for many items.

    Raises:
        DatasetRefusal: a schema is not usable.
    """

    def __init__(self, input_schema: Any, expected_output_schema: Any) -> None:
        self._validators = tuple(
            (field, _validator(field, schema))
            for field, schema in (("input", input_schema), ("expectedOutput", expected_output_schema))
            if schema is not None
        )

    def misfits(self, given: Any, expected: Any) -> list[Misfit]:
        """The first thing that does not fit, of each of the two values."""
        values = {"input": given, "expectedOutput": expected}
        found = (_misfit(field, values[field], validator) for field, validator in self._validators)
        return [misfit for misfit in found if misfit is not None]


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


def _misfit(field: str, value: Any, validator: Draft202012Validator) -> Misfit | None:
    try:
        error = next(validator.iter_errors(value), None)
    except ValueError as failure:  # half a character, or more than 254 levels
        return Misfit(field, f"Cannot be held to the dataset's schema: {_short(failure)}")
    if error is None:
        return None
    place = "".join(f"[{step!r}]" for step in error.instance_path)
    return Misfit(field, f"Does not fit the dataset's schema at {field}{place}: {error.message[:_MAX_MESSAGE]}")


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
