"""The JSON object in the ``query`` parameter of the metrics API, and what a refused query is answered with."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from sidelight.api.public.answer import json_response
from sidelight.api.public.errors import InvalidRequest, error_response
from sidelight.api.public.parameters import PublicParameters, range_of
from sidelight.query.filter_language import FilterError, conditions_of
from sidelight.query.metrics import Metric, MetricsError, MetricsQuery, MetricsTooHeavy, Order, run_metrics
from sidelight.query.metrics.check import checked_view
from sidelight.query.metrics.model import DEFAULT_BINS, Aggregation
from sidelight.query.sql import clamp_us
from sidelight.store.store import ProjectStore

MAX_QUERY_CHARS = 200_000
MAX_ROW_LIMIT = 1000


class InvalidQuery(InvalidRequest):
    """The query is wrong, in one or several places."""

    def __init__(self, issues: list[dict[str, Any]]) -> None:
        super().__init__("query", str(issues[0]["message"]))
        self.issues = issues


class _Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class _Dimension(_Part):
    field: str


class _Metric(_Part):
    measure: str
    aggregation: Aggregation


class _TimeDimension(_Part):
    granularity: str


class _Order(_Part):
    field: str
    direction: str = Field(pattern="^(asc|desc)$")


class _Config(BaseModel):
    bins: int = Field(DEFAULT_BINS, ge=1, le=100)
    row_limit: int | None = Field(None, ge=1, le=MAX_ROW_LIMIT)


class MetricsDocument(_Part):
    """``query`` as openapi.yml describes it; ``filters`` is read by the filter language."""

    view: str
    dimensions: list[_Dimension] = Field(default_factory=list)
    metrics: list[_Metric]
    filters: list[Any] = Field(default_factory=list)
    time_dimension: _TimeDimension | None = None
    from_timestamp: datetime
    to_timestamp: datetime
    order_by: list[_Order] | None = None
    config: _Config | None = None


class MetricsText(PublicParameters):
    """The query, as JSON."""

    query: str = Field(max_length=MAX_QUERY_CHARS)


async def metrics_response(
    ps: ProjectStore, text: str, *, views: Iterable[str], default_limit: int | None, timeout_s: float
) -> Response:
    """The answer to a query about one of ``views``.

    With a ``default_limit``, groups of high-cardinality dimensions are given as a top list only. Raises InvalidQuery,
    StoreError.
    """
    try:
        query = _query_of(text, is_top_n_required=default_limit is not None)
        if query.view not in views:
            raise MetricsError(f"There is no view {query.view!r} here. Views: {', '.join(views)}.", "view")
        # Before the default: who groups by ids must say how many are wanted.
        checked_view(query)
        result = await run_metrics(ps, replace(query, row_limit=query.row_limit or default_limit), timeout_s)
    except MetricsError as error:
        raise InvalidQuery([_issue(str(error), *error.path)]) from error
    except FilterError as error:
        raise InvalidQuery([_issue(str(error), "filters", *error.path)]) from error
    except MetricsTooHeavy as error:
        return error_response(422, str(error), "UnprocessableContentError")
    return json_response({"data": result.rows})


def _query_of(text: str, *, is_top_n_required: bool) -> MetricsQuery:
    try:
        document = MetricsDocument.model_validate_json(text)
    except ValidationError as error:
        raise InvalidQuery([_issue(one["msg"], *one["loc"]) for one in error.errors()]) from error
    time = range_of(document.from_timestamp, document.to_timestamp)
    config = document.config or _Config()
    return MetricsQuery(
        view=document.view,
        metrics=tuple(Metric(one.measure, one.aggregation) for one in document.metrics),
        from_us=clamp_us(time.from_us or 0),
        to_us=clamp_us(time.to_us or 0),
        dimensions=tuple(dict.fromkeys(one.field for one in document.dimensions)),
        conditions=conditions_of(document.filters),
        granularity=document.time_dimension.granularity if document.time_dimension else None,
        order_by=tuple(Order(one.field, one.direction == "desc") for one in document.order_by or ()),
        row_limit=config.row_limit,
        bins=config.bins,
        is_top_n_required=is_top_n_required,
    )


def _issue(message: str, *path: str | int) -> dict[str, Any]:
    return {"code": "custom", "path": ["query", *path], "message": message}
