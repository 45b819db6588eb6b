"""/api/public/score-configs: what scores of one name may be."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, FiniteFloat
from pydantic.alias_generators import to_camel

from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.auth import PublicKey
from sidelight.api.public.errors import InvalidRequest, NotFound, PublicRoute
from sidelight.api.public.parameters import PageParameters
from sidelight.api.services import ServicesOf
from sidelight.model import ScoreDataType
from sidelight.model.score_config import ScoreCategory, ScoreConfig
from sidelight.platform.clock import to_iso
from sidelight.platform.score_configs.reading import StoredScoreConfig, find_config, list_configs
from sidelight.platform.score_configs.rules import ScoreConfigRefusal
from sidelight.platform.score_configs.writing import create_config, update_config

router = APIRouter(tags=["ScoreConfigs"], route_class=PublicRoute)


class _Body(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class CategoryBody(_Body):
    """``ConfigCategory``."""

    label: str
    value: FiniteFloat


class _ConfigFields(_Body):
    min_value: FiniteFloat | None = None
    max_value: FiniteFloat | None = None
    categories: list[CategoryBody] | None = None
    description: str | None = None

    def given(self) -> dict[str, Any]:
        """Fields of :class:`ScoreConfig` that the body sets; null is the same as absent."""
        found = self.model_dump(exclude={"categories", "data_type"}, exclude_none=True)
        if self.categories is not None:
            found["categories"] = tuple(ScoreCategory(one.label, one.value) for one in self.categories)
        return found


class NewConfig(_ConfigFields):
    """``CreateScoreConfigRequest``."""

    name: str
    data_type: Literal["NUMERIC", "CATEGORICAL", "BOOLEAN", "TEXT"]


class ChangedConfig(_ConfigFields):
    """``UpdateScoreConfigRequest``."""

    name: str | None = None
    is_archived: bool | None = None


@router.get("/score-configs")
async def list_score_configs(
    access: PublicKey, services: ServicesOf, query: Annotated[PageParameters, Query()]
) -> Response:
    """A page of configs, newest first."""
    async with services.database.reading() as session:
        configs, total = await list_configs(session, access.project_id, query.page, query.limit)
    return page_response([_shape(access.project_id, config) for config in configs], query, total)


@router.post("/score-configs")
async def post_score_config(access: PublicKey, services: ServicesOf, body: NewConfig) -> Response:
    """Make a config; the categories of a BOOLEAN one are given by the server."""
    try:
        async with services.database.session() as session:
            config = ScoreConfig(id="", data_type=ScoreDataType(body.data_type), **body.given())
            stored = await create_config(session, access.project_id, config, access.author)
    except ScoreConfigRefusal as refusal:
        raise InvalidRequest(refusal.field, refusal.message) from refusal
    return json_response(_shape(access.project_id, stored))


@router.get("/score-configs/{config_id}")
async def get_score_config(access: PublicKey, services: ServicesOf, config_id: str) -> Response:
    """One config."""
    async with services.database.reading() as session:
        found = await find_config(session, access.project_id, config_id)
    if found is None:
        raise NotFound("Score config not found within authorized project")
    return json_response(_shape(access.project_id, found))


@router.patch("/score-configs/{config_id}")
async def patch_score_config(access: PublicKey, services: ServicesOf, config_id: str, body: ChangedConfig) -> Response:
    """Change a config, or archive it: configs are never deleted, since scores refer to them."""
    changes = body.given()
    if not changes:
        raise InvalidRequest("", "Request body cannot be empty. At least one field must be provided for update.")
    try:
        async with services.database.session() as session:
            stored = await update_config(
                session, access.project_id, config_id, lambda config: replace(config, **changes), access.author
            )
    except ScoreConfigRefusal as refusal:
        raise InvalidRequest(refusal.field, refusal.message) from refusal
    if stored is None:
        raise NotFound("Score config not found within authorized project")
    return json_response(_shape(access.project_id, stored))


def _shape(project_id: str, stored: StoredScoreConfig) -> dict[str, Any]:
    """``ScoreConfig``."""
    config = stored.config
    return {
        "id": config.id,
        "projectId": project_id,
        "name": config.name,
        "dataType": config.data_type,
        "isArchived": config.is_archived,
        "minValue": config.min_value,
        "maxValue": config.max_value,
        "categories": [{"label": one.label, "value": one.value} for one in config.categories] or None,
        "description": config.description,
        "createdAt": to_iso(stored.created_at),
        "updatedAt": to_iso(stored.updated_at),
    }
