"""Score configs for the web app: what scores of one name may be."""

from dataclasses import replace
from typing import cast

from fastapi import APIRouter

from sidelight.api.app.problem import AppProblem
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.score_config_models import (
    ChangedScoreConfig,
    ConfigType,
    NewScoreConfig,
    ScoreConfigCategory,
    ScoreConfigList,
    ScoreConfigState,
    ScoreConfigView,
)
from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.model import ScoreDataType
from sidelight.model.score_config import ScoreConfig
from sidelight.platform.clock import to_iso
from sidelight.platform.score_configs.reading import StoredScoreConfig, list_all_configs
from sidelight.platform.score_configs.rules import ScoreConfigRefusal, checked_use
from sidelight.platform.score_configs.writing import create_config, update_config
from sidelight.platform.tables import Role
from sidelight.query.score_config_usage import load_config_usage

router = APIRouter(prefix="/projects/{project_id}/score-configs", tags=["score configs"], route_class=ReadRoute)


@router.get("", operation_id="listScoreConfigs")
async def get_score_configs(access: Access, reader: Reader, services: ServicesOf) -> ScoreConfigList:
    """The configs of the project with how many scores each has."""
    async with services.database.reading() as session:
        found = await list_all_configs(session, access.project_id)
    usage = await load_config_usage(reader, [stored.config.id for stored in found])
    return ScoreConfigList(items=[_view(stored, usage.get(stored.config.id, 0)) for stored in found])


@router.post("", operation_id="createScoreConfig", status_code=201)
async def post_score_config(body: NewScoreConfig, access: Access, services: ServicesOf) -> ScoreConfigView:
    """Make a config."""
    access.require(Role.MEMBER)
    try:
        async with services.database.session() as session:
            stored = await create_config(session, access.project_id, body.config(), access.author)
    except ScoreConfigRefusal as refusal:
        raise _problem(refusal) from refusal
    return _view(stored, 0)


@router.put("/{config_id}", operation_id="replaceScoreConfig")
async def put_score_config(
    config_id: str, body: ChangedScoreConfig, access: Access, reader: Reader, services: ServicesOf
) -> ScoreConfigView:
    """Change a config, as far as the scores that have it keep their meaning."""
    access.require(Role.MEMBER)
    count = (await load_config_usage(reader, [config_id])).get(config_id, 0)

    def change(config: ScoreConfig) -> ScoreConfig:
        changes = body.changes()
        if config.data_type is ScoreDataType.BOOLEAN:
            changes["categories"] = config.categories  # they are not the user's
        return checked_use(config, replace(config, **changes), count)

    try:
        async with services.database.session() as session:
            stored = await update_config(
                session, access.project_id, config_id, change, access.author, revision=body.revision
            )
    except ScoreConfigRefusal as refusal:
        raise _problem(refusal) from refusal
    if stored is None:
        raise _missing()
    return _view(stored, count)


@router.put("/{config_id}/state", operation_id="archiveScoreConfig")
async def put_state(
    config_id: str, body: ScoreConfigState, access: Access, reader: Reader, services: ServicesOf
) -> ScoreConfigView:
    """Archive a config, so that no more scores are made with it, or restore it."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        stored = await update_config(
            session,
            access.project_id,
            config_id,
            lambda config: replace(config, is_archived=body.is_archived),
            access.author,
            revision=body.revision,
        )
    if stored is None:
        raise _missing()
    return _view(stored, (await load_config_usage(reader, [config_id])).get(config_id, 0))


def _view(stored: StoredScoreConfig, score_count: int) -> ScoreConfigView:
    config = stored.config
    return ScoreConfigView(
        id=config.id,
        name=config.name,
        data_type=cast(ConfigType, config.data_type.value),
        min_value=config.min_value,
        max_value=config.max_value,
        categories=[ScoreConfigCategory(label=one.label, value=one.value) for one in config.categories],
        description=config.description or "",
        is_archived=config.is_archived,
        created_at=to_iso(stored.created_at),
        updated_at=to_iso(stored.updated_at),
        revision=stored.revision,
        score_count=score_count,
    )


def _problem(refusal: ScoreConfigRefusal) -> AppProblem:
    return AppProblem(422, refusal.message, "Correct it and save again.", field=refusal.field)


def _missing() -> AppProblem:
    return AppProblem(404, "This project has no such score config.", "Go back to the list of score configs.")
