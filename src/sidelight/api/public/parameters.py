"""Query parameters of the public API. Unknown ones are ignored, as Langfuse does."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from sidelight.query.sql import TimeRange

MAX_LIMIT = 100
# Deeper pages would make the engine sort and skip millions of rows.
MAX_PAGE = 1_000_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _blank_as_none(value: Any) -> Any:
    return None if value == "" else value


Text = Annotated[Annotated[str, Field(max_length=1000)] | None, BeforeValidator(_blank_as_none)]
Moment = Annotated[datetime | None, BeforeValidator(_blank_as_none)]
Texts = Annotated[list[Annotated[str, Field(max_length=1000)]], Field(default_factory=list, max_length=100)]


class PublicParameters(BaseModel):
    """Base: camelCase names, and a clear refusal of what would otherwise be silently left out."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")

    filter: Text = None

    @model_validator(mode="after")
    def _refuse_filter(self) -> "PublicParameters":
        if self.filter is not None:
            raise ValueError(
                "The JSON 'filter' is not supported on this endpoint yet; use the plain parameters. "
                "It is refused because ignoring it would return rows that you did not ask for."
            )
        return self


class PageParameters(PublicParameters):
    """A page by number."""

    page: int = Field(1, ge=1, le=MAX_PAGE)
    limit: int = Field(50, ge=1, le=MAX_LIMIT)


def range_of(start: datetime | None, end: datetime | None) -> TimeRange:
    """Half-open range; a time without a zone is UTC."""
    return TimeRange(_microseconds(start), _microseconds(end))


def as_utc(moment: datetime | None) -> datetime | None:
    """An aware time; one without a zone is UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _microseconds(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    zoned = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return (zoned - _EPOCH) // timedelta(microseconds=1)
