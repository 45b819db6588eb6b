"""What the first two generations of the scores API can be asked for; the third has words of its own."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from sidelight.api.public.parameters import CommaTexts, FilterPageParameters, Moment, Text, blank_as_none, range_of
from sidelight.model import ScoreDataType, ScoreSource
from sidelight.query.columns.scores import SCORE_COLUMNS
from sidelight.query.filter_columns import column_of
from sidelight.query.filter_language import FilterCondition
from sidelight.query.score_filter import Comparison, ScoreFilter

MAX_LISTED = 1000

# Where the JSON filter says something about one of these columns, the plain parameter does not count (PARITY 1).
_FIELDS_OF_COLUMNS = {
    "id": "ids",
    "name": "names",
    "source": "sources",
    "dataType": "data_types",
    "environment": "environments",
    "configId": "config_ids",
    "queueId": "queue_ids",
    "value": "comparisons",
    "traceId": "trace_ids",
    "observationId": "observation_ids",
    "sessionId": "session_ids",
    "datasetRunId": "dataset_run_ids",
    "userId": "user_id",
    "traceTags": "trace_tags",
    "timestamp": "time",
}


def comma_list(value: Any) -> Any:
    """The parts of a comma-separated text, without blanks; a list of one text as query strings have it."""
    text = value[0] if isinstance(value, list) and len(value) == 1 else value
    if not isinstance(text, str):
        return value
    return [part.strip() for part in text.split(",") if part.strip()]


Listed = Annotated[
    list[Annotated[str, Field(max_length=1000)]],
    BeforeValidator(comma_list),
    Field(default_factory=list, max_length=MAX_LISTED),
]
Number = Annotated[Annotated[float, Field(allow_inf_nan=False)] | None, BeforeValidator(blank_as_none)]
DataType = Annotated[ScoreDataType | None, BeforeValidator(blank_as_none)]
Source = Annotated[ScoreSource | None, BeforeValidator(blank_as_none)]
Operator = Annotated[Comparison | None, BeforeValidator(blank_as_none)]


class ScoreListParameters(FilterPageParameters):
    """What scores can be narrowed by (v1 and v2); all must hold."""

    user_id: Text = None
    name: Text = None
    from_timestamp: Moment = None
    to_timestamp: Moment = None
    environment: CommaTexts
    source: Source = None
    operator: Operator = None
    value: Number = None
    score_ids: Listed
    config_id: Text = None
    session_id: Text = None
    dataset_run_id: Text = None
    trace_id: Text = None
    observation_id: Listed
    queue_id: Text = None
    data_type: DataType = None
    trace_tags: CommaTexts
    fields: Text = None

    @model_validator(mode="after")
    def _with_value(self) -> "ScoreListParameters":
        if self.operator is not None and self.value is None:
            raise ValueError("'operator' compares with 'value': send both, or neither.")
        return self


def filter_of(query: ScoreListParameters) -> ScoreFilter:
    """The filter that the parameters describe. Raises FilterError."""
    conditions = query.conditions()
    fields: dict[str, Any] = {
        "time": range_of(query.from_timestamp, query.to_timestamp),
        "ids": tuple(query.score_ids),
        "names": _only(query.name),
        "sources": _only(query.source),
        "data_types": _only(query.data_type),
        "environments": tuple(query.environment),
        "config_ids": _only(query.config_id),
        "queue_ids": _only(query.queue_id),
        "trace_ids": _only(query.trace_id),
        "observation_ids": tuple(query.observation_id),
        "session_ids": _only(query.session_id),
        "dataset_run_ids": _only(query.dataset_run_id),
        "comparisons": () if query.value is None else ((query.operator or "=", query.value),),
        "user_id": query.user_id or "",
        "trace_tags": tuple(query.trace_tags),
    }
    for condition in conditions:
        fields.pop(_FIELDS_OF_COLUMNS.get(_column_of(condition), ""), None)
    return ScoreFilter(**fields, conditions=conditions)


def _column_of(condition: FilterCondition) -> str:
    return column_of(condition, SCORE_COLUMNS).id


def _only(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)
