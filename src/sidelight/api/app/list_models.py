"""Lists of the web app in types: traces, observations, scores and users, and what they can be narrowed by."""

from typing import Literal

from pydantic import Field

from sidelight.api.app.models import AppModel, FacetValue, TokenTotals, TraceRow


class ScoreCell(AppModel):
    """All scores of one name that a row has."""

    name: str
    data_type: str = Field(description="Of the latest: NUMERIC | CATEGORICAL | BOOLEAN | TEXT | CORRECTION")
    count: int
    average: float | None = Field(description="Of numbers, and of yes (1) and no (0); null without any.")
    categories: list[str] = Field(description="The most frequent, at most 3.")


class TraceLine(TraceRow):
    """A line of the trace list."""

    scores: list[ScoreCell] = Field(description="Of the names asked for with `score`.")


class TracePage(AppModel):
    """A page of traces, newest first."""

    items: list[TraceLine]
    next_cursor: str | None
    total: int = Field(description="Traces that match, counted up to 10,000.")


class ObservationRow(AppModel):
    """A line of the list of observations; user, session, trace name and tags are the trace's where it has none."""

    id: str
    trace_id: str
    trace_name: str
    parent_id: str
    type: str
    kind: str
    name: str
    level: Literal["DEBUG", "DEFAULT", "WARNING", "ERROR"]
    status_message: str
    start_time: str
    duration_ms: float | None
    time_to_first_token_ms: float | None
    model: str
    tokens: TokenTotals
    cost_usd: float | None
    input_preview: str
    output_preview: str
    prompt_name: str
    prompt_version: int | None
    environment: str
    version: str
    user_id: str
    session_id: str
    tags: list[str]
    service_name: str
    source: str
    scores: list[ScoreCell] = Field(description="Of the names asked for with `score`.")


class ObservationPage(AppModel):
    """A page of observations."""

    items: list[ObservationRow]
    next_cursor: str | None
    total: int = Field(description="Observations that match, counted up to 10,000.")


class ScoreRow(AppModel):
    """A line of the list of scores."""

    id: str
    timestamp: str
    name: str
    data_type: Literal["NUMERIC", "CATEGORICAL", "BOOLEAN", "TEXT", "CORRECTION"]
    source: str = Field(description="API | EVAL | ANNOTATION")
    value: float | None
    string_value: str | None
    comment: str | None
    environment: str
    trace_id: str
    trace_name: str
    user_id: str = Field(description="Of the trace.")
    observation_id: str
    session_id: str
    dataset_run_id: str
    config_id: str
    author: str = Field(description="Name or address; the id of somebody who is no member any more.")


class ScorePage(AppModel):
    """A page of scores, newest first."""

    items: list[ScoreRow]
    next_cursor: str | None
    total: int = Field(description="Scores that match, counted up to 10,000.")


class ScoreDistribution(AppModel):
    """The values of the scores of one name and type."""

    name: str
    data_type: str
    count: int
    average: float | None
    least: float | None
    most: float | None
    bins: list[int] = Field(description="Counts of NUMERIC values, in bins of equal width from `least` to `most`.")
    categories: list[FacetValue] = Field(description="Of categories and booleans, most frequent first.")


class UserRow(AppModel):
    """A line of the list of users."""

    id: str
    first_seen: str
    last_seen: str
    trace_count: int
    session_count: int
    observation_count: int
    failed_count: int = Field(description="Traces with an ERROR in them.")
    environments: list[str]
    tokens: TokenTotals
    cost_usd: float | None


class UserPage(AppModel):
    """A page of users."""

    items: list[UserRow]
    next_cursor: str | None
    total: int


class FacetCounts(AppModel):
    """What the rows of a list have in a column, and how often."""

    column: str
    key: str = Field(description="The score whose values these are; '' when the values are names.")
    values: list[FacetValue] = Field(description="Most frequent first, at most 100; the empty value is left out.")
    least: float | None = Field(description="Of numbers; null when there are none.")
    most: float | None


class FacetList(AppModel):
    """The counts that were asked for, in the same order."""

    facets: list[FacetCounts]
