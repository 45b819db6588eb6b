"""Makes and changes score configs; each change is noted in the audit log."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.model.score_config import ScoreConfig
from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Action, Change, note_change
from sidelight.platform.clock import now
from sidelight.platform.ids import new_id
from sidelight.platform.json_text import strict_json
from sidelight.platform.revision import expect_revision
from sidelight.platform.score_configs.reading import StoredScoreConfig, find_row, stored_of
from sidelight.platform.score_configs.rules import checked_config
from sidelight.platform.score_configs.tables import ScoreConfigRow

KIND = "score_config"


async def create_config(
    session: AsyncSession, project_id: str, config: ScoreConfig, author: Author
) -> StoredScoreConfig:
    """Make a config; its id is given here. Raises ScoreConfigRefusal."""
    at = now()
    row = ScoreConfigRow(id=new_id(), project_id=project_id, created_at=at, updated_at=at)
    _set(row, checked_config(config))
    session.add(row)
    await session.flush()
    stored = stored_of(row)
    await note_change(session, author, Change("create", KIND, row.id, row.name, after=noted(stored.config)))
    return stored


async def update_config(
    session: AsyncSession,
    project_id: str,
    config_id: str,
    change: Callable[[ScoreConfig], ScoreConfig],
    author: Author,
    *,
    revision: int | None = None,
) -> StoredScoreConfig | None:
    """Change a config; None when the project has no such one. What changes nothing is no change.

    Raises ScoreConfigRefusal, and StaleRevision when its revision is not ``revision``.
    """
    row = await find_row(session, project_id, config_id)
    if row is None:
        return None
    expect_revision(row, revision)
    before = stored_of(row).config
    after = checked_config(change(before))
    if after == before:
        return stored_of(row)
    _set(row, after)
    row.updated_at = now()
    await session.flush()
    old, new = noted(before), noted(after)
    changed = [name for name in new if new[name] != old[name]]
    await note_change(
        session,
        author,
        Change(
            _action(after, changed),
            KIND,
            row.id,
            row.name,
            before={name: old[name] for name in changed},
            after={name: new[name] for name in changed},
        ),
    )
    return stored_of(row)


def noted(config: ScoreConfig) -> dict[str, Any]:
    """What the audit log says of a config."""
    return {
        "name": config.name,
        "dataType": config.data_type.value,
        "minValue": config.min_value,
        "maxValue": config.max_value,
        "categories": [{"label": one.label, "value": one.value} for one in config.categories],
        "description": config.description,
        "isArchived": config.is_archived,
    }


def _action(after: ScoreConfig, changed: list[str]) -> Action:
    if changed != ["isArchived"]:
        return "update"
    return "archive" if after.is_archived else "restore"


def _set(row: ScoreConfigRow, config: ScoreConfig) -> None:
    row.name = config.name
    row.data_type = config.data_type
    row.min_value = config.min_value
    row.max_value = config.max_value
    row.categories = strict_json([{"label": one.label, "value": one.value} for one in config.categories])
    row.description = config.description
    row.is_archived = config.is_archived
