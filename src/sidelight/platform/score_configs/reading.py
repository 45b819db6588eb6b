"""Reads score configs of a project."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.model import ScoreDataType
from sidelight.model.score_config import ScoreCategory, ScoreConfig
from sidelight.platform.score_configs.tables import ScoreConfigRow

IDS_A_STATEMENT = 500
MAX_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class StoredScoreConfig:
    """A config with the times and the revision of its row."""

    config: ScoreConfig
    created_at: datetime
    updated_at: datetime
    revision: int


async def find_configs(session: AsyncSession, project_id: str, ids: Collection[str]) -> dict[str, ScoreConfig]:
    """Those of the ids that the project has, archived ones too."""
    found: dict[str, ScoreConfig] = {}
    wanted = sorted(ids)
    for first in range(0, len(wanted), IDS_A_STATEMENT):
        rows = await session.scalars(
            select(ScoreConfigRow).where(
                ScoreConfigRow.project_id == project_id,
                ScoreConfigRow.id.in_(wanted[first : first + IDS_A_STATEMENT]),
            )
        )
        found |= {row.id: stored_of(row).config for row in rows}
    return found


async def find_config(session: AsyncSession, project_id: str, config_id: str) -> StoredScoreConfig | None:
    """One config; None when the project has no such one."""
    row = await session.get(ScoreConfigRow, config_id)
    return stored_of(row) if row is not None and row.project_id == project_id else None


async def list_configs(
    session: AsyncSession, project_id: str, page: int, limit: int
) -> tuple[list[StoredScoreConfig], int]:
    """A page of configs, newest first, and how many there are."""
    of_project = ScoreConfigRow.project_id == project_id
    total = await session.scalar(select(func.count()).select_from(ScoreConfigRow).where(of_project))
    rows = await session.scalars(
        select(ScoreConfigRow)
        .where(of_project)
        .order_by(ScoreConfigRow.created_at.desc(), ScoreConfigRow.id)
        .limit(limit)
        .offset((page - 1) * limit)
    )
    return [stored_of(row) for row in rows], total or 0


async def list_all_configs(session: AsyncSession, project_id: str) -> list[StoredScoreConfig]:
    """The configs of a project, archived ones too, oldest first; at most ``MAX_LISTED``, the newest of them."""
    rows = await session.scalars(
        select(ScoreConfigRow)
        .where(ScoreConfigRow.project_id == project_id)
        .order_by(ScoreConfigRow.created_at.desc(), ScoreConfigRow.id)
        .limit(MAX_LISTED)
    )
    return [stored_of(row) for row in rows][::-1]


async def find_row(session: AsyncSession, project_id: str, config_id: str) -> ScoreConfigRow | None:
    """The row itself, taken so that nobody else changes it meanwhile."""
    row = await session.get(ScoreConfigRow, config_id, with_for_update=True)
    return row if row is not None and row.project_id == project_id else None


def stored_of(row: ScoreConfigRow) -> StoredScoreConfig:
    """The values of a row."""
    config = ScoreConfig(
        id=row.id,
        name=row.name,
        data_type=ScoreDataType(row.data_type),
        min_value=row.min_value,
        max_value=row.max_value,
        categories=tuple(ScoreCategory(one["label"], one["value"]) for one in orjson.loads(row.categories)),
        description=row.description,
        is_archived=row.is_archived,
    )
    return StoredScoreConfig(config, row.created_at, row.updated_at, row.revision)
