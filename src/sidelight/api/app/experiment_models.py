"""Experiments of the web app in types: the list, comparisons in numbers, texts of what is looked at."""

from typing import Any, Literal

from pydantic import Field

from sidelight.api.app.models import AppModel, FacetValue

MAX_PLACES = 200
MAX_WHOLE = 20
MAX_IDS = 100


class ExperimentScore(AppModel):
    """The scores of one name and type that the items of an experiment have."""

    name: str
    data_type: Literal["NUMERIC", "BOOLEAN", "CATEGORICAL"]
    count: int
    average: float | None = Field(description="Of numbers, and of yes (1) and no (0).")
    low: float | None = Field(description="Where the first bin begins; the same for all experiments of an answer.")
    high: float | None
    bins: list[int] = Field(description="Of numbers: counts in bins of equal width.")
    categories: list[FacetValue] = Field(description="Of categories and truths: the most frequent.")


class RunScore(AppModel):
    """A score of an experiment as a whole."""

    id: str
    name: str
    data_type: str
    value: float | None
    string_value: str | None
    comment: str | None


class ExperimentRow(AppModel):
    """An experiment."""

    id: str
    name: str
    dataset_id: str = Field(description="'' for local data.")
    dataset_name: str | None = Field(description="Null when the dataset is not (or no longer) here.")
    dataset_version: str | None = Field(description="The moment as of which the dataset was read, where that was said.")
    description: str
    metadata: dict[str, Any]
    start_time: str
    last_time: str
    item_count: int
    trace_count: int
    error_count: int
    pending_count: int = Field(description="Items whose trace has not arrived.")
    mean_latency_ms: float | None
    total_cost_usd: float | None
    mean_cost_usd: float | None
    tokens: int
    scores: list[ExperimentScore]
    run_scores: list[RunScore]


class ExperimentPage(AppModel):
    """A page of experiments."""

    items: list[ExperimentRow]
    next_cursor: str | None
    total: int
    unsorted: int = Field(description="How many of the total are too many to be sorted this way, and come last.")


class ComparedScores(AppModel):
    """One name's scores of the items of a run, in the order of its items."""

    name: str
    data_type: Literal["NUMERIC", "BOOLEAN", "CATEGORICAL"]
    values: list[float | None]
    categories: list[str | None]


class ComparedRun(AppModel):
    """What one experiment did, column by column: the n-th value of each is about the row ``item[n]``."""

    experiment: ExperimentRow
    item: list[int]
    item_id: list[str]
    trace_id: list[str]
    observation_id: list[str]
    latency_ms: list[float | None]
    cost_usd: list[float | None]
    tokens: list[int]
    is_error: list[bool]
    has_arrived: list[bool]
    repeats: list[int] = Field(description="How often the experiment ran the item; the last time is shown.")
    scores: list[ComparedScores]


class Comparison(AppModel):
    """Experiments side by side. ``rows`` are keys of items."""

    rows: list[str]
    runs: list[ComparedRun]
    missing: list[str] = Field(description="Ids that name no experiment.")


class FoundRows(AppModel):
    """The rows that a search leaves."""

    rows: list[str]


class TextPlaceBody(AppModel):
    """An item of an experiment in a trace."""

    run: str = Field(max_length=1000)
    item: str = Field(max_length=1000)
    trace: str = Field(max_length=1000)
    observation: str = Field(max_length=1000)


class TextsQuery(AppModel):
    """Which texts to read: previews, or up to 20 of them whole."""

    places: list[TextPlaceBody] = Field(max_length=MAX_PLACES)
    whole: bool = False


class CellTexts(AppModel):
    """The texts of one place, in the order of the question."""

    input: str | None
    output: str | None
    expected_output: str | None
    status_message: str
    metadata: dict[str, Any]
    scores: list[RunScore]


class DeletedExperiments(AppModel):
    """Which experiments to delete, and whether their traces go with them."""

    ids: list[str] = Field(min_length=1, max_length=MAX_IDS)
    with_traces: bool = False
