"""Query parameters of the public API. Unknown ones are ignored, as Langfuse does."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sidelight.model import Level, ObservationType
from sidelight.query.filter_language import FilterCondition, parse_filter
from sidelight.query.sql import TimeRange

MAX_LIMIT = 100
# Deeper pages would make the engine sort and skip millions of rows.
MAX_PAGE = 1_000_000
MAX_FILTER_CHARS = 100_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def blank_as_none(value: Any) -> Any:
    """An empty parameter is one that was left out."""
    return None if value == "" else value


def _split(value: Any) -> Any:
    """A single value may be a list with commas, as Langfuse reads it; values that are repeated stand as they are."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return [part for part in value[0].split(",") if part]
    return value


Text = Annotated[Annotated[str, Field(max_length=1000)] | None, BeforeValidator(blank_as_none)]


def _is_moment(value: datetime) -> datetime:
    try:
        value.astimezone(UTC) if value.tzinfo else value
    except OverflowError:
        raise ValueError("In UTC, this time lies outside the years 1 to 9999.") from None
    return value


AnyMoment = Annotated[datetime, AfterValidator(_is_moment)]
Moment = Annotated[AnyMoment | None, BeforeValidator(blank_as_none)]
Texts = Annotated[list[Annotated[str, Field(max_length=1000)]], Field(default_factory=list, max_length=100)]
CommaTexts = Annotated[Texts, BeforeValidator(_split)]
LevelName = Annotated[Level | None, BeforeValidator(blank_as_none)]
TypeName = Annotated[ObservationType | None, BeforeValidator(blank_as_none)]


class PublicParameters(BaseModel):
    """Base: camelCase names; unknown ones are left alone."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class FilterParameters(PublicParameters):
    """A ``filter`` in Langfuse's filter language (:mod:`sidelight.query.filter_language`)."""

    filter: str = Field("", max_length=MAX_FILTER_CHARS)

    def conditions(self) -> tuple[FilterCondition, ...]:
        """What the filter says. Raises FilterError, which is answered with 400."""
        return parse_filter(self.filter)


class PageParameters(PublicParameters):
    """A page by number."""

    page: int = Field(1, ge=1, le=MAX_PAGE)
    limit: int = Field(50, ge=1, le=MAX_LIMIT)


class FilterPageParameters(FilterParameters, PageParameters):
    """A page by number of what a filter leaves."""


def range_of(start: datetime | None, end: datetime | None) -> TimeRange:
    """Half-open range; a time without a zone is UTC."""
    return TimeRange(_microseconds(start), _microseconds(end))


def as_utc(moment: datetime | None) -> datetime | None:
    """An aware time; one without a zone is UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _microseconds(moment: datetime | None) -> int | None:
    zoned = as_utc(moment)
    return None if zoned is None else (zoned - _EPOCH) // timedelta(microseconds=1)
