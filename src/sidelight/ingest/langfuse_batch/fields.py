"""Types of the fields in event bodies: strict about kinds of values, as Langfuse is, lenient about everything else."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sidelight.mapping.context import normalise_environment
from sidelight.model.time import from_iso
from sidelight.store.rows import MAX_TIME_NS

MAX_ID_CHARS = 800
# JavaScript's largest safe integer: the contract's own limit of what an integer is.
MAX_WHOLE = 2**53 - 1


def _id(value: Any) -> Any:
    if isinstance(value, str):
        if not value:
            raise ValueError("an id has at least one character")
        if len(value) > MAX_ID_CHARS:
            raise ValueError(f"an id has at most {MAX_ID_CHARS} characters, this one {len(value)}")
        if "\r" in value:
            raise ValueError("an id cannot contain a carriage return")
    return value


def _moment(value: Any) -> Any:
    if value is None:
        return None
    time_ns = from_iso(value) if isinstance(value, str) else None
    if time_ns is None:
        raise ValueError("use an ISO 8601 date with time and zone, such as 2026-11-23T12:00:00.000Z")
    return min(max(time_ns, 0), MAX_TIME_NS)


def _whole(value: Any) -> Any:
    """JSON has one kind of number: 12.0 is a whole one."""
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(number, int) and abs(number) > MAX_WHOLE:
        raise ValueError(f"an integer has at most the size {MAX_WHOLE}")
    return number


def _environment(value: Any) -> str | None:
    # What is no name becomes the default, as in Langfuse: an environment never refuses an event.
    if value is None:
        return None
    return normalise_environment(value) if isinstance(value, str) else "default"


Id = Annotated[str, BeforeValidator(_id)]
MomentNs = Annotated[int | None, BeforeValidator(_moment)]
"""ISO 8601 text, read as nanoseconds."""
Whole = Annotated[int | None, BeforeValidator(_whole)]
Environment = Annotated[str | None, BeforeValidator(_environment)]
LevelName = Literal["DEBUG", "DEFAULT", "WARNING", "ERROR"]
TraceName = Annotated[str, Field(max_length=1000)]


class Body(BaseModel):
    """Base of all bodies: camelCase names, unknown ones are left out, null is the same as absent."""

    model_config = ConfigDict(
        strict=True, extra="ignore", alias_generator=to_camel, populate_by_name=True, allow_inf_nan=False
    )
