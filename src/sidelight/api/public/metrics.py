"""GET /api/public/metrics: Langfuse's first generation, which also knows traces and sets no limit of its own."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from sidelight.api.public.errors import PublicRoute
from sidelight.api.public.metrics_query import MetricsText, metrics_response
from sidelight.api.public.metrics_v2 import VIEWS as VIEWS_OF_V2
from sidelight.api.public.reading import Reader
from sidelight.api.services import ServicesOf

router = APIRouter(tags=["LegacyMetricsV1"], route_class=PublicRoute)

VIEWS = ("traces", *VIEWS_OF_V2)


@router.get("/metrics")
async def get_metrics(reader: Reader, services: ServicesOf, query: Annotated[MetricsText, Query()]) -> Response:
    """All rows of a metrics query, unless it sets ``config.row_limit``."""
    timeout_s = services.settings.store.metrics_timeout_s
    return await metrics_response(reader, query.query, views=VIEWS, default_limit=None, timeout_s=timeout_s)
