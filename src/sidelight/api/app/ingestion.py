"""Ingestion: what arrived, and what was refused or not understood."""

from typing import Annotated

from fastapi import APIRouter, Query

from sidelight.api.app.models import IngestIssuePage, IngestSummary
from sidelight.api.app.parameters import IssueListParameters, TimeRange
from sidelight.api.app.reading import Reader

router = APIRouter(prefix="/projects/{project_id}/ingestion", tags=["ingestion"])


@router.get("", operation_id="getIngestion")
async def get_ingestion(reader: Reader, query: Annotated[TimeRange, Query()]) -> IngestSummary:
    """Requests and records over time and by client; the last day when no range is given."""
    raise NotImplementedError


@router.get("/issues", operation_id="listIngestIssues")
async def list_issues(reader: Reader, query: Annotated[IssueListParameters, Query()]) -> IngestIssuePage:
    """Refused requests and records that were not understood, newest first."""
    raise NotImplementedError
