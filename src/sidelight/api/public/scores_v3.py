"""GET /api/public/v3/scores: one polymorphic value, field groups, pages by cursor."""

from math import isfinite
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from sidelight.api.public.answer import json_response
from sidelight.api.public.errors import InvalidRequest, PublicRoute
from sidelight.api.public.parameters import MAX_LIMIT, Moment, Text, blank_as_none, range_of
from sidelight.api.public.reading import Reader
from sidelight.api.public.score_parameters import Listed, Number, comma_list
from sidelight.api.public.score_shapes import V3_GROUPS, score_shape_v3
from sidelight.model import ScoreDataType, ScoreSource
from sidelight.query.cursor import decode_cursor, encode_cursor
from sidelight.query.score_filter import Comparison, ScoreFilter
from sidelight.query.score_records import list_scores_after

router = APIRouter(prefix="/v3", tags=["ScoresV3"], route_class=PublicRoute)

CURSOR_KIND = "scores-v3"

_TRUTH = {"true": 1.0, "false": 0.0}


def _upper_list(value: Any) -> Any:
    parts = comma_list(value)
    return [part.upper() for part in parts] if isinstance(parts, list) else parts


def _known_groups(groups: list[str]) -> list[str]:
    unknown = sorted(set(groups) - V3_GROUPS)
    if unknown:
        raise ValueError(f"unknown field group {unknown[0]!r}; use {', '.join(sorted(V3_GROUPS))}")
    return groups


Groups = Annotated[Listed, AfterValidator(_known_groups)]
DataTypes = Annotated[list[ScoreDataType], BeforeValidator(_upper_list), Field(default_factory=list, max_length=10)]
Sources = Annotated[list[ScoreSource], BeforeValidator(_upper_list), Field(default_factory=list, max_length=10)]
Cursor = Annotated[Annotated[str, Field(max_length=2000)] | None, BeforeValidator(blank_as_none)]


class ScoresV3Parameters(BaseModel):
    """Comma-separated lists match any of their values. Unknown parameters are refused, as Langfuse does here."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")

    limit: int = Field(50, ge=1, le=MAX_LIMIT)
    cursor: Cursor = None
    fields: Groups
    id: Listed
    name: Listed
    source: Sources
    data_type: DataTypes
    environment: Listed
    config_id: Listed
    queue_id: Listed
    author_user_id: Listed
    value: Listed
    value_min: Number = None
    value_max: Number = None
    trace_id: Listed
    session_id: Listed
    observation_id: Listed
    experiment_id: Listed
    from_timestamp: Moment = None
    to_timestamp: Moment = None
    user_id: Text = None
    trace_tags: Text = None

    @model_validator(mode="after")
    def _together(self) -> "ScoresV3Parameters":
        if self.user_id or self.trace_tags:
            raise ValueError("userId and traceTags are not supported by v3; use GET /api/public/v2/scores for them.")
        if (self.value_min is not None or self.value_max is not None) and self.data_type != [ScoreDataType.NUMERIC]:
            raise ValueError("valueMin and valueMax need dataType=NUMERIC, alone.")
        if self.observation_id and not self.trace_id:
            raise ValueError("observationId needs traceId: ids of observations are unique within a trace only.")
        if sum(bool(subjects) for subjects in (self.trace_id, self.session_id, self.experiment_id)) > 1:
            raise ValueError("Send at most one of traceId, sessionId and experimentId.")
        return self


@router.get("/scores")
async def list_scores(reader: Reader, query: Annotated[ScoresV3Parameters, Query()]) -> Response:
    """A page of scores, newest first; ``meta.cursor`` is left out on the last."""
    after = decode_cursor(CURSOR_KIND, query.cursor, (int, str)) if query.cursor else None
    scores, next_key = await list_scores_after(reader, _filter_of(query), after, query.limit)
    meta: dict[str, Any] = {"limit": query.limit}
    if next_key is not None:
        meta["cursor"] = encode_cursor(CURSOR_KIND, next_key)
    groups = frozenset(query.fields)
    return json_response({"data": [score_shape_v3(reader.project_id, score, groups) for score in scores], "meta": meta})


def _filter_of(query: ScoresV3Parameters) -> ScoreFilter:
    numbers, texts = _values_of(query)
    bounds: list[tuple[Comparison, float]] = []
    if query.value_min is not None:
        bounds.append((">=", query.value_min))
    if query.value_max is not None:
        bounds.append(("<=", query.value_max))
    return ScoreFilter(
        time=range_of(query.from_timestamp, query.to_timestamp),
        ids=tuple(query.id),
        names=tuple(query.name),
        sources=tuple(query.source),
        data_types=tuple(query.data_type),
        environments=tuple(query.environment),
        config_ids=tuple(query.config_id),
        queue_ids=tuple(query.queue_id),
        author_ids=tuple(query.author_user_id),
        string_values=texts,
        trace_ids=tuple(query.trace_id),
        observation_ids=tuple(query.observation_id),
        session_ids=tuple(query.session_id),
        dataset_run_ids=tuple(query.experiment_id),
        numbers=numbers,
        comparisons=tuple(bounds),
    )


def _values_of(query: ScoresV3Parameters) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """``value`` as numbers or as texts, by the one data type that it needs."""
    if not query.value:
        return (), ()
    data_type = query.data_type[0] if len(query.data_type) == 1 else None
    if data_type is ScoreDataType.CATEGORICAL:
        return (), tuple(query.value)
    if data_type is ScoreDataType.BOOLEAN:
        if not set(query.value) <= set(_TRUTH):
            raise InvalidRequest("value", "With dataType=BOOLEAN each value must be true or false.")
        return tuple(_TRUTH[text] for text in query.value), ()
    if data_type is ScoreDataType.NUMERIC:
        return tuple(_number(text) for text in query.value), ()
    raise InvalidRequest("value", "'value' needs a single dataType: NUMERIC, BOOLEAN or CATEGORICAL.")


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise InvalidRequest("value", f"With dataType=NUMERIC each value must be a finite number; {text!r} is none.")
    return number
