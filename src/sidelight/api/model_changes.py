"""Changes of a project's models, for both APIs: the definition, the job for stored calls, and the book at once."""

from sidelight.api.services import Services
from sidelight.enrich.model_rules import ModelDraft
from sidelight.enrich.priced_model import PricedModel
from sidelight.platform.models import definitions
from sidelight.platform.models.jobs import Job, add_job

EVERY_MODEL = ".*"


async def create_model(services: Services, project_id: str, draft: ModelDraft) -> PricedModel:
    """Make a model of the project. Raises ModelError."""
    async with services.database.session() as session:
        created = await definitions.create_model(session, project_id, draft)
        await add_job(session, project_id, "created", created.name, [created.match_pattern])
    await _tell(services, project_id)
    return created


async def replace_model(services: Services, project_id: str, model_id: str, draft: ModelDraft) -> PricedModel | None:
    """Change a model of the project; None when it has no such model of its own. Raises ModelError."""
    async with services.database.session() as session:
        found = await definitions.replace_model(session, project_id, model_id, draft)
        if found is None:
            return None
        before, after = found
        await add_job(session, project_id, "changed", after.name, [before.match_pattern, after.match_pattern])
    await _tell(services, project_id)
    return after


async def delete_model(services: Services, project_id: str, model_id: str) -> bool:
    """Delete a model of the project; False when it has no such model of its own."""
    async with services.database.session() as session:
        deleted = await definitions.delete_model(session, project_id, model_id)
        if deleted is None:
            return False
        await add_job(session, project_id, "deleted", deleted.name, [deleted.match_pattern])
    await _tell(services, project_id)
    return True


async def reprice_all(services: Services, project_id: str) -> Job:
    """Price all calls of the project anew: after an update of the managed prices, for example."""
    async with services.database.session() as session:
        job = await add_job(session, project_id, "asked", "", [EVERY_MODEL])
    services.reprices.wake()
    return job


async def _tell(services: Services, project_id: str) -> None:
    """After the commit: new calls get the new prices at once, stored ones soon."""
    await services.prices.refresh(project_id)
    services.reprices.wake()
