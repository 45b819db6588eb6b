"""The score configs that scores of one request name."""

from collections.abc import Iterable, Mapping
from typing import Any

from sidelight.api.public.delivery import Delivery
from sidelight.ingest.scores.judge import config_ids_of
from sidelight.model.score_config import ScoreConfig
from sidelight.platform.score_configs.reading import find_configs


async def configs_named_in(delivery: Delivery, bodies: Iterable[Any]) -> Mapping[str, ScoreConfig]:
    """By id; what the project does not have is left out."""
    ids = config_ids_of(bodies)
    if not ids:
        return {}
    async with delivery.services.database.reading() as session:
        return await find_configs(session, delivery.project_id, ids)
