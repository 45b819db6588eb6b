"""GET /api/public/metrics/daily: usage and cost by day and model."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from sidelight.api.public.answer import page_response
from sidelight.api.public.errors import PublicRoute, error_response
from sidelight.api.public.parameters import CommaTexts, Moment, PageParameters, Text, range_of
from sidelight.api.public.reading import Reader
from sidelight.api.services import ServicesOf
from sidelight.query.metrics import MetricsTooHeavy
from sidelight.query.metrics.daily import DailyFilter, DayUsage, ModelUsage, load_daily_usage

router = APIRouter(tags=["LegacyMetricsV1"], route_class=PublicRoute)


class DailyParameters(PageParameters):
    """What traces must be; ``tags`` all of them."""

    trace_name: Text = None
    user_id: Text = None
    tags: CommaTexts
    environment: CommaTexts
    from_timestamp: Moment = None
    to_timestamp: Moment = None


@router.get("/metrics/daily")
async def get_daily_metrics(
    reader: Reader, services: ServicesOf, query: Annotated[DailyParameters, Query()]
) -> Response:
    """A page of days with anything in them, newest first."""
    where = DailyFilter(
        time=range_of(query.from_timestamp, query.to_timestamp),
        trace_name=query.trace_name or "",
        user_id=query.user_id or "",
        tags=tuple(query.tags),
        environments=tuple(query.environment),
    )
    try:
        days = await load_daily_usage(reader, where, services.settings.store.metrics_timeout_s)
    except MetricsTooHeavy as error:
        return error_response(422, str(error), "UnprocessableContentError")
    first = (query.page - 1) * query.limit
    return page_response([_day_shape(day) for day in days[first : first + query.limit]], query, len(days))


def _day_shape(day: DayUsage) -> dict[str, Any]:
    return {
        "date": day.date,
        "countTraces": day.trace_count,
        "countObservations": sum(model.observation_count for model in day.models),
        "totalCost": round(sum(model.cost_usd for model in day.models), 12),
        "usage": [_usage_shape(model) for model in day.models],
    }


def _usage_shape(usage: ModelUsage) -> dict[str, Any]:
    return {
        "model": usage.model or None,
        "inputUsage": usage.input_tokens,
        "outputUsage": usage.output_tokens,
        "totalUsage": usage.total_tokens,
        "totalCost": usage.cost_usd,
        "countObservations": usage.observation_count,
        "countTraces": usage.trace_count,
    }
