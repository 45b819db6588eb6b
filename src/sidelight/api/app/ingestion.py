"""Ingestion: what arrived, and what was refused or not understood."""

import time
from typing import Annotated

from fastapi import APIRouter, Query

from sidelight.api.app import present
from sidelight.api.app.models import IngestIssuePage, IngestSummary
from sidelight.api.app.parameters import IssueListParameters, TimeRange
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import IngestReaders
from sidelight.api.services import ServicesOf
from sidelight.query import ingest_issues, ingestion

router = APIRouter(prefix="/projects/{project_id}/ingestion", tags=["ingestion"], route_class=ReadRoute)

US_PER_DAY = 86_400_000_000


@router.get("", operation_id="getIngestion")
async def get_ingestion(
    readers: IngestReaders, services: ServicesOf, query: Annotated[TimeRange, Query()]
) -> IngestSummary:
    """Requests and records over time and by client; the day before `to` (default: now) when `from` is not given."""
    to_us = int(time.time() * 1e6) if query.range.to_us is None else query.range.to_us
    from_us = to_us - US_PER_DAY if query.range.from_us is None else query.range.from_us
    found = await ingestion.load_ingestion(readers, from_us, to_us)
    return present.ingestion(found, services.journal.pending().entries)


@router.get("/issues", operation_id="listIngestIssues")
async def list_issues(readers: IngestReaders, query: Annotated[IssueListParameters, Query()]) -> IngestIssuePage:
    """Refused requests and records that were not understood, newest first."""
    page = await ingest_issues.list_issues(readers, query.range, query.kind, query.cursor, query.limit)
    return IngestIssuePage(items=present.issues(page.items), next_cursor=page.next_cursor)
