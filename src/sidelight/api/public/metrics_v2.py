"""GET /api/public/v2/metrics: metrics over observations and scores."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from sidelight.api.public.errors import PublicRoute
from sidelight.api.public.metrics_query import MetricsText, metrics_response
from sidelight.api.public.reading import Reader
from sidelight.api.services import ServicesOf

router = APIRouter(prefix="/v2", tags=["Metrics"], route_class=PublicRoute)

VIEWS = ("observations", "scores-numeric", "scores-boolean", "scores-categorical")
DEFAULT_ROW_LIMIT = 100


@router.get("/metrics")
async def get_metrics(reader: Reader, services: ServicesOf, query: Annotated[MetricsText, Query()]) -> Response:
    """The rows of a metrics query: 100 unless it sets ``config.row_limit``."""
    timeout_s = services.settings.store.metrics_timeout_s
    return await metrics_response(
        reader, query.query, views=VIEWS, default_limit=DEFAULT_ROW_LIMIT, timeout_s=timeout_s
    )
