"""Score configs in both databases: what may be, what may change, and what the audit log says of it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from sidelight.model import ScoreDataType
from sidelight.model.score_config import ScoreCategory, ScoreConfig
from sidelight.platform.audit.author import Author
from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.database import Database
from sidelight.platform.revision import StaleRevision
from sidelight.platform.score_configs.reading import find_config, list_all_configs
from sidelight.platform.score_configs.rules import ScoreConfigRefusal, checked_use
from sidelight.platform.score_configs.writing import create_config, update_config

ADA = Author("user", "ada", "Ada", "org", "project")
KINDS = ScoreConfig(
    id="",
    name="kind",
    data_type=ScoreDataType.CATEGORICAL,
    categories=(ScoreCategory("good", 1), ScoreCategory("bad", 0)),
)


async def entries(database: Database) -> list[AuditEntry]:
    async with database.reading() as session:
        return list(await session.scalars(select(AuditEntry).order_by(AuditEntry.created_at)))


async def test_changes_count_and_are_noted(database: Database, project_id: str) -> None:
    async with database.session() as session:
        made = await create_config(session, project_id, KINDS, ADA)
    assert made.revision == 1
    async with database.session() as session:
        changed = await update_config(
            session, project_id, made.config.id, lambda one: replace(one, description="why"), ADA, revision=1
        )
        assert changed is not None
    async with database.session() as session:
        await update_config(session, project_id, made.config.id, lambda one: replace(one, is_archived=True), ADA)
    async with database.session() as session:
        await update_config(session, project_id, made.config.id, lambda one: replace(one, is_archived=False), ADA)
    async with database.reading() as session:
        found = await find_config(session, project_id, made.config.id)
    assert found is not None
    assert (found.revision, found.config.description) == (4, "why")
    noted = await entries(database)
    assert [entry.action for entry in noted] == ["create", "update", "archive", "restore"]
    assert {entry.resource_name for entry in noted} == {"kind"}
    assert (noted[1].before, noted[1].after) == ({"description": None}, {"description": "why"})


async def test_what_changes_nothing_is_no_change(database: Database, project_id: str) -> None:
    async with database.session() as session:
        made = await create_config(session, project_id, KINDS, ADA)
    async with database.session() as session:
        same = await update_config(session, project_id, made.config.id, lambda one: one, ADA)
    assert same == made
    assert len(await entries(database)) == 1


async def test_a_stale_revision_changes_nothing(database: Database, project_id: str) -> None:
    async with database.session() as session:
        made = await create_config(session, project_id, KINDS, ADA)
    with pytest.raises(StaleRevision):
        async with database.session() as session:
            await update_config(
                session, project_id, made.config.id, lambda one: replace(one, name="other"), ADA, revision=7
            )
    async with database.reading() as session:
        assert await list_all_configs(session, project_id) == [made]
    assert len(await entries(database)) == 1


async def test_configs_of_other_projects_do_not_exist(database: Database, project_id: str) -> None:
    async with database.session() as session:
        made = await create_config(session, project_id, KINDS, ADA)
        assert await update_config(session, "other", made.config.id, lambda one: one, ADA) is None
        assert await list_all_configs(session, "other") == []


@pytest.mark.parametrize(
    ("after", "field"),
    [
        (replace(KINDS, name="other"), "name"),
        (replace(KINDS, categories=KINDS.categories[:1]), "categories"),
        (replace(KINDS, categories=(ScoreCategory("good", 2), ScoreCategory("bad", 0))), "categories"),
        (replace(KINDS, categories=(ScoreCategory("fine", 1), ScoreCategory("bad", 0))), "categories"),
    ],
)
def test_with_scores_their_meaning_stays(after: ScoreConfig, field: str) -> None:
    with pytest.raises(ScoreConfigRefusal) as refusal:
        checked_use(KINDS, after, 3)
    assert refusal.value.field == field
    assert "rchive" in refusal.value.message
    assert checked_use(KINDS, after, 0) == after


def test_with_scores_categories_may_be_added_and_ordered_anew() -> None:
    more = (KINDS.categories[1], ScoreCategory("odd", 7), KINDS.categories[0])
    after = replace(KINDS, categories=more, description="d")
    assert checked_use(KINDS, after, 3) == after
