"""Query parameters of the web app's API: what each list can be narrowed by."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sidelight.query import filters, sql
from sidelight.query.filter_language import parse_filter

MAX_LIMIT = 200
MAX_VALUES = 100
MAX_TEXT = 1000
MAX_CURSOR = 2000
MAX_FILTER = 50_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("In UTC, this time lies outside the years 1 to 9999.") from None


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


Moment = Annotated[datetime, AfterValidator(_in_utc)]
Values = Annotated[list[Annotated[str, Field(max_length=MAX_TEXT)]], Field(max_length=MAX_VALUES)]
FilterText = Annotated[
    str, Field(max_length=MAX_FILTER, description="Conditions in Langfuse's filter language: a JSON list.")
]


class _Parameters(BaseModel):
    # Unknown parameters are ignored: an older server answers a newer page.
    model_config = ConfigDict(populate_by_name=True, extra="ignore")


class TimeRange(_Parameters):
    """A half-open time range; either side may be open."""

    from_: Moment | None = Field(None, alias="from", description="ISO 8601; UTC when it names no zone. Inclusive.")
    to: Moment | None = Field(None, description="ISO 8601; UTC when it names no zone. Exclusive.")

    @property
    def range(self) -> sql.TimeRange:
        """The range as the query layer takes it."""
        return sql.TimeRange(*(None if side is None else _microseconds(side) for side in (self.from_, self.to)))


class Paging(_Parameters):
    """Which page of a list."""

    cursor: str | None = Field(None, max_length=MAX_CURSOR, description="`nextCursor` of the page before.")
    limit: int = Field(50, ge=1, le=MAX_LIMIT)


class TraceFilterParameters(TimeRange):
    """What traces are narrowed by; repeatable parameters match any of their values."""

    environment: Values = Field(default_factory=list)
    user: Values = Field(default_factory=list)
    model: Values = Field(default_factory=list, description="Traces in which one of these models was called.")
    name: Values = Field(default_factory=list)
    source: Values = Field(default_factory=list)
    session: str | None = Field(None, max_length=MAX_TEXT)
    errors: bool = Field(False, description="Only traces with an observation of level ERROR.")
    q: str = Field("", max_length=MAX_TEXT, description="Words in texts; part of a name, id, user or session.")
    hidden: bool = Field(False, description="Also hidden conversations that agents hold with themselves.")
    filter: FilterText = ""

    @property
    def where(self) -> filters.TraceFilter:
        """The filter as the query layer takes it. Raises FilterError."""
        return filters.TraceFilter(
            time=self.range,
            environments=tuple(self.environment),
            users=tuple(self.user),
            models=tuple(self.model),
            names=tuple(self.name),
            sources=tuple(self.source),
            sessions=() if self.session is None else (self.session,),
            errors=self.errors,
            text=self.q,
            hidden=self.hidden,
            conditions=parse_filter(self.filter),
        )


class SessionListParameters(TimeRange, Paging):
    """The session list."""

    environment: Values = Field(default_factory=list)
    user: Values = Field(default_factory=list)
    q: str = Field("", max_length=MAX_TEXT, description="Part of a session id, trace name or user; words in texts.")
    errors: bool = Field(False, description="Only sessions with an observation of level ERROR.")

    @property
    def where(self) -> filters.TraceFilter:
        """The filter as the query layer takes it."""
        return filters.TraceFilter(
            time=self.range,
            environments=tuple(self.environment),
            users=tuple(self.user),
            errors=self.errors,
            text=self.q,
        )


class RawEventParameters(Paging):
    """Raw events of an agent session."""

    observation: str | None = Field(None, max_length=MAX_TEXT, description="Only events that made this observation.")


class IssueListParameters(TimeRange, Paging):
    """What was refused or not understood."""

    kind: str | None = Field(None, max_length=100)
