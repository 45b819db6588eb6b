"""Makes and changes score configs."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.model.score_config import ScoreConfig
from sidelight.platform.clock import now
from sidelight.platform.ids import new_id
from sidelight.platform.json_text import strict_json
from sidelight.platform.score_configs.reading import StoredScoreConfig, find_row, stored_of
from sidelight.platform.score_configs.rules import checked_config
from sidelight.platform.score_configs.tables import ScoreConfigRow


async def create_config(session: AsyncSession, project_id: str, config: ScoreConfig) -> StoredScoreConfig:
    """Make a config; its id is given here. Raises ScoreConfigRefusal."""
    at = now()
    row = ScoreConfigRow(id=new_id(), project_id=project_id, created_at=at, updated_at=at)
    _set(row, checked_config(config))
    session.add(row)
    await session.flush()
    return stored_of(row)


async def update_config(
    session: AsyncSession, project_id: str, config_id: str, change: Callable[[ScoreConfig], ScoreConfig]
) -> StoredScoreConfig | None:
    """Change a config; None when the project has no such one. Raises ScoreConfigRefusal."""
    row = await find_row(session, project_id, config_id)
    if row is None:
        return None
    _set(row, checked_config(change(stored_of(row).config)))
    row.updated_at = now()
    await session.flush()
    return stored_of(row)


def _set(row: ScoreConfigRow, config: ScoreConfig) -> None:
    row.name = config.name
    row.data_type = config.data_type
    row.min_value = config.min_value
    row.max_value = config.max_value
    row.categories = strict_json([{"label": one.label, "value": one.value} for one in config.categories])
    row.description = config.description
    row.is_archived = config.is_archived
