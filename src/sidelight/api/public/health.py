"""GET /api/public/health and /ready: for probes, without a key."""

import asyncio
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from sidelight import __version__
from sidelight.api.public.answer import json_response
from sidelight.api.public.errors import PublicRoute
from sidelight.api.services import Services, ServicesOf
from sidelight.store.driver import StoreError

router = APIRouter(tags=["Health"], route_class=PublicRoute)

# The Langfuse server whose API this one speaks; the newest SDKs want at least 4.59.0 (PARITY section 1).
LANGFUSE_VERSION = "4.59.0"
CHECK_TIMEOUT_S = 5.0

# Of all projects together: a probe belongs to none.
_RECENT = (
    "SELECT count() AS requests FROM ingest_requests WHERE received_at > now64(6) - INTERVAL 3 MINUTE AND status < 400"
)

_log = structlog.get_logger(__name__)


class HealthParameters(BaseModel):
    """What must be well for the answer 200; without these flags, that the server answers is enough."""

    model_config = ConfigDict(populate_by_name=True, extra="ignore")

    database: bool = Field(False, alias="failIfDatabaseUnavailable")
    recent_events: bool = Field(False, alias="failIfNoRecentEvents")


@router.head("/health", include_in_schema=False)
@router.get("/health")
async def get_health(services: ServicesOf, query: Annotated[HealthParameters, Query()]) -> Response:
    """Whether the server is up, and what the flags ask for; 503 when not."""
    trouble = await _store_trouble(services) if query.database or query.recent_events else ""
    if not trouble and query.recent_events:
        rows = await services.store.run(lambda: services.store.driver.query(_RECENT))
        trouble = "" if rows[0]["requests"] else "No events within the last 3 minutes"
    return _answer(trouble, 503)


@router.head("/ready", include_in_schema=False)
@router.get("/ready")
async def get_ready(services: ServicesOf) -> Response:
    """Whether the server can do its work; 500 when not (as Langfuse answers)."""
    return _answer(await _store_trouble(services), 500)


async def _store_trouble(services: Services) -> str:
    """What is wrong with the metadata database or the event store; ``""`` when both answer in time."""
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            async with services.database.reading() as session:
                await session.execute(text("SELECT 1"))
            await services.store.run(lambda: services.store.driver.query("SELECT 1 AS one"))
    except (SQLAlchemyError, StoreError, OSError, TimeoutError) as error:
        _log.error("health_check_failed", error=str(error))
        return "The event store is not available" if isinstance(error, StoreError) else "Database not available"
    return ""


def _answer(trouble: str, status_of_trouble: int) -> Response:
    body: dict[str, Any] = {"status": trouble or "OK", "version": LANGFUSE_VERSION, "sidelightVersion": __version__}
    response = json_response(body)
    if trouble:
        response.status_code = status_of_trouble
    return response
