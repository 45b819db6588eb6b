"""The audit log of a project and of an organisation: read, narrowed, exported. For admins."""

import base64
import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from sidelight.api.app.models import AppModel
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.session import Access, AccessToOrganisation
from sidelight.api.json_answer import SafeJSONResponse, json_bytes
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.audit.reading import (
    MAX_PAGE,
    AuditFilter,
    AuditLine,
    all_entries,
    list_entries,
    list_values,
)
from sidelight.platform.clock import to_iso
from sidelight.platform.tables import Role

router = APIRouter(tags=["audit"])

_CSV_COLUMNS = (
    "time", "authorKind", "author", "authorId", "action", "kind", "name", "resourceId", "project", "before", "after",
)  # fmt: skip
# A spreadsheet runs a cell that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class AuditParameters(BaseModel):
    """What the log is narrowed by."""

    author: list[str] = Field([], max_length=50)
    kind: list[str] = Field([], max_length=50)
    action: list[str] = Field([], max_length=50)
    resource: str = Field("", max_length=800, description="Id of what was changed.")
    since: AwareDatetime | None = Field(None, alias="from")
    until: AwareDatetime | None = Field(None, alias="to")

    def narrowed(self, log: AuditFilter) -> AuditFilter:
        """What is looked for in the log of a project or an organisation."""
        return replace(
            log,
            author_ids=tuple(self.author),
            kinds=tuple(self.kind),
            actions=tuple(self.action),
            resource_id=self.resource,
            since=self.since,
            until=self.until,
        )


class AuditPageParameters(AuditParameters):
    """A page of it."""

    cursor: str = Field("", max_length=500)
    limit: int = Field(50, ge=1, le=MAX_PAGE)


class AuditExportParameters(AuditParameters):
    """All of it."""

    format: Literal["csv", "jsonl"] = "csv"


class AuditRow(AppModel):
    """One change: who, what, when, and how it was before and after."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    time: Annotated[str, BeforeValidator(to_iso)] = Field(validation_alias="created_at")
    author_kind: str = Field(description="user | api_key | system")
    author_id: str
    author_name: str
    action: str
    kind: str
    resource_id: str
    resource_name: str
    project_id: str | None
    project_name: str | None
    before: Any = None
    after: Any = None


class AuditPage(AppModel):
    """Changes, newest first."""

    items: list[AuditRow]
    next_cursor: str | None


class AuditAuthor(AppModel):
    """Somebody, or a key, that has changed something."""

    id: str
    name: str
    kind: str


class AuditFacets(AppModel):
    """What there is to narrow by."""

    authors: list[AuditAuthor]
    kinds: list[str]
    actions: list[str]


async def _of_project(access: Access) -> AuditFilter:
    access.require(Role.ADMIN)
    return AuditFilter(project_id=access.project_id)


async def _of_organisation(access: AccessToOrganisation) -> AuditFilter:
    access.require(Role.ADMIN)
    return AuditFilter(organisation_id=access.organisation_id)


def _add_routes(path: str, noun: str, what: Callable[..., Awaitable[AuditFilter]]) -> None:
    """The three routes of a log; ``what`` says of whom it is, and refuses who is no admin there."""

    @router.get(path, operation_id=f"list{noun}Audit", response_model=AuditPage)
    async def get_page(
        log: Annotated[AuditFilter, Depends(what)],
        services: ServicesOf,
        query: Annotated[AuditPageParameters, Query()],
    ) -> Response:
        """Changes in the project, or in the organisation and all of its projects, newest first; admins."""
        return await _page(services, query.narrowed(log), query)

    @router.get(f"{path}/facets", operation_id=f"get{noun}AuditFacets")
    async def get_facets(log: Annotated[AuditFilter, Depends(what)], services: ServicesOf) -> AuditFacets:
        """Authors, kinds and actions that there are in the log; admins."""
        return await _facets(services, log)

    @router.get(f"{path}/export", operation_id=f"export{noun}Audit", response_class=StreamingResponse)
    async def get_export(
        log: Annotated[AuditFilter, Depends(what)],
        services: ServicesOf,
        query: Annotated[AuditExportParameters, Query()],
    ) -> StreamingResponse:
        """All changes that match, as a file; admins."""
        return _export(services, query.narrowed(log), query.format)


_add_routes("/projects/{project_id}/audit", "Project", _of_project)
_add_routes("/organizations/{organization_id}/audit", "Organization", _of_organisation)


async def _page(services: Services, wanted: AuditFilter, query: AuditPageParameters) -> Response:
    after = _read_cursor(query.cursor) if query.cursor else None
    async with services.database.reading() as session:
        found = await list_entries(session, wanted, query.limit + 1, after)
    page = found[: query.limit]
    next_cursor = _cursor(page[-1]) if len(found) > query.limit else None
    # What was kept may hold what clients sent: half characters, integers of any size.
    found_page = AuditPage(items=[AuditRow.model_validate(line) for line in page], next_cursor=next_cursor)
    return SafeJSONResponse(found_page.model_dump(by_alias=True))


async def _facets(services: Services, wanted: AuditFilter) -> AuditFacets:
    async with services.database.reading() as session:
        values = await list_values(session, wanted)
    return AuditFacets(
        authors=[AuditAuthor(id=id_, name=name, kind=kind) for id_, name, kind in values.authors],
        kinds=list(values.kinds),
        actions=list(values.actions),
    )


def _export(services: Services, wanted: AuditFilter, form: Literal["csv", "jsonl"]) -> StreamingResponse:
    lines = all_entries(services.database, wanted)
    headers = {"Content-Disposition": f'attachment; filename="audit-log.{form}"'}
    if form == "jsonl":
        return StreamingResponse(_jsonl(lines), 200, headers, "application/x-ndjson")
    return StreamingResponse(_csv(lines), 200, headers, "text/csv; charset=utf-8")


async def _jsonl(lines: AsyncIterator[AuditLine]) -> AsyncIterator[bytes]:
    async for line in lines:
        yield json_bytes(AuditRow.model_validate(line).model_dump(by_alias=True)) + b"\n"


async def _csv(lines: AsyncIterator[AuditLine]) -> AsyncIterator[bytes]:
    yield _csv_line(_CSV_COLUMNS)
    async for line in lines:
        yield _csv_line(
            (
                to_iso(line.created_at),
                line.author_kind,
                line.author_name,
                line.author_id,
                line.action,
                line.kind,
                line.resource_name,
                line.resource_id,
                line.project_name or line.project_id or "",
                _json(line.before),
                _json(line.after),
            )
        )


def _csv_line(cells: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return text.getvalue().encode()


def _json(value: Any) -> str:
    return "" if value is None else json_bytes(value).decode()


def _cursor(line: AuditLine) -> str:
    return base64.urlsafe_b64encode(f"{line.created_at.isoformat()} {line.id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        moment, _, entry_id = base64.urlsafe_b64decode(cursor).decode().partition(" ")
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None or not entry_id:
            raise ValueError
    except ValueError:
        raise AppProblem(
            400, "The cursor is none of this list.", "Start from the first page: leave 'cursor' out.", field="cursor"
        ) from None
    return at, entry_id
