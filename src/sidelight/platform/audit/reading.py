"""Reads the audit log, newest first, page by page."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.database import Database
from sidelight.platform.tables import Project

MAX_PAGE = 200
MAX_VALUES = 200
EXPORT_PAGE = 500


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is looked for; in an organisation, or in one of its projects. None and empty narrow nothing."""

    organisation_id: str | None = None
    project_id: str | None = None
    author_ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    resource_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One change as people see it; ``project_name`` is None when the project is gone, or when it was of none."""

    id: str
    created_at: datetime
    author_kind: str
    author_id: str
    author_name: str
    action: str
    kind: str
    resource_id: str
    resource_name: str
    project_id: str | None
    project_name: str | None
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class AuditValues:
    """What there is to narrow by: authors as (id, name, kind), kinds of resources, actions."""

    authors: tuple[tuple[str, str, str], ...]
    kinds: tuple[str, ...]
    actions: tuple[str, ...]


async def list_entries(
    session: AsyncSession, wanted: AuditFilter, limit: int, after: tuple[datetime, str] | None = None
) -> list[AuditLine]:
    """Entries that match, newest first, from the one behind ``after`` (its time and id)."""
    where = _where(wanted)
    if after is not None:
        moment, entry_id = after
        where.append(
            or_(
                AuditEntry.created_at < moment,
                and_(AuditEntry.created_at == moment, AuditEntry.id < entry_id),
            )
        )
    rows = await session.execute(
        select(AuditEntry, Project.name)
        .outerjoin(Project, Project.id == AuditEntry.project_id)
        .where(*where)
        .order_by(AuditEntry.created_at.desc(), AuditEntry.id.desc())
        .limit(limit)
    )
    return [
        AuditLine(
            id=entry.id,
            created_at=entry.created_at,
            author_kind=entry.author_kind,
            author_id=entry.author_id,
            author_name=entry.author_name,
            action=entry.action,
            kind=entry.resource_kind,
            resource_id=entry.resource_id,
            resource_name=entry.resource_name,
            project_id=entry.project_id,
            project_name=project_name,
            before=entry.before,
            after=entry.after,
        )
        for entry, project_name in rows
    ]


async def all_entries(database: Database, wanted: AuditFilter) -> AsyncIterator[AuditLine]:
    """All entries that match, newest first; no transaction stays open while they are sent."""
    after: tuple[datetime, str] | None = None
    while True:
        async with database.reading() as session:
            page = await list_entries(session, wanted, EXPORT_PAGE, after)
        for line in page:
            yield line
        if len(page) < EXPORT_PAGE:
            return
        after = (page[-1].created_at, page[-1].id)


async def list_values(session: AsyncSession, wanted: AuditFilter) -> AuditValues:
    """Values to narrow by, of the whole log of the organisation or project; at most ``MAX_VALUES`` of each."""
    where = _where(replace(AuditFilter(), organisation_id=wanted.organisation_id, project_id=wanted.project_id))
    authors = await session.execute(
        select(AuditEntry.author_id, func.max(AuditEntry.author_name), func.max(AuditEntry.author_kind))
        .where(*where)
        .group_by(AuditEntry.author_id)
        .order_by(func.lower(func.max(AuditEntry.author_name)))
        .limit(MAX_VALUES)
    )
    kinds = await session.scalars(
        select(AuditEntry.resource_kind).where(*where).distinct().order_by(AuditEntry.resource_kind).limit(MAX_VALUES)
    )
    actions = await session.scalars(
        select(AuditEntry.action).where(*where).distinct().order_by(AuditEntry.action).limit(MAX_VALUES)
    )
    return AuditValues(
        tuple((author_id, name, kind) for author_id, name, kind in authors), tuple(kinds), tuple(actions)
    )


def _where(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.organisation_id is not None:
        found.append(AuditEntry.organisation_id == wanted.organisation_id)
    if wanted.project_id is not None:
        found.append(AuditEntry.project_id == wanted.project_id)
    for column, values in (
        (AuditEntry.author_id, wanted.author_ids),
        (AuditEntry.resource_kind, wanted.kinds),
        (AuditEntry.action, wanted.actions),
    ):
        if values:
            found.append(column.in_(values))
    if wanted.resource_id:
        found.append(AuditEntry.resource_id == wanted.resource_id)
    if wanted.since is not None:
        found.append(AuditEntry.created_at >= wanted.since)
    if wanted.until is not None:
        found.append(AuditEntry.created_at < wanted.until)
    if not found:
        raise ValueError("the audit log is read of an organisation or of a project")
    return found
