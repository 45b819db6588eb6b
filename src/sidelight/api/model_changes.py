"""Changes of a project's models, for both APIs: the definition, the job for stored calls, and the book at once."""

from dataclasses import asdict
from typing import Any

from sidelight.api.services import Services
from sidelight.enrich.model_rules import ModelDraft
from sidelight.enrich.priced_model import PricedModel
from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.models import definitions
from sidelight.platform.models.jobs import Job, add_job

EVERY_MODEL = ".*"


async def create_model(services: Services, author: Author, draft: ModelDraft) -> PricedModel:
    """Make a model of the author's project. Raises ModelError."""
    project_id = project_of_author(author)
    async with services.database.session() as session:
        created = await definitions.create_model(session, project_id, draft)
        await add_job(session, project_id, "created", created.name, [created.match_pattern])
        await note_change(session, author, Change("create", "model", created.id, created.name, None, _shown(created)))
    await _tell(services, project_id)
    return created


async def replace_model(services: Services, author: Author, model_id: str, draft: ModelDraft) -> PricedModel | None:
    """Change a model of the author's project; None when it has no such model of its own. Raises ModelError."""
    project_id = project_of_author(author)
    async with services.database.session() as session:
        found = await definitions.replace_model(session, project_id, model_id, draft)
        if found is None:
            return None
        before, after = found
        await add_job(session, project_id, "changed", after.name, [before.match_pattern, after.match_pattern])
        change = Change("update", "model", after.id, after.name, _shown(before), _shown(after))
        await note_change(session, author, change)
    await _tell(services, project_id)
    return after


async def delete_model(services: Services, author: Author, model_id: str) -> bool:
    """Delete a model of the project; False when it has no such model of its own."""
    project_id = project_of_author(author)
    async with services.database.session() as session:
        deleted = await definitions.delete_model(session, project_id, model_id)
        if deleted is None:
            return False
        await add_job(session, project_id, "deleted", deleted.name, [deleted.match_pattern])
        await note_change(session, author, Change("delete", "model", deleted.id, deleted.name, _shown(deleted)))
    await _tell(services, project_id)
    return True


async def reprice_all(services: Services, author: Author) -> Job:
    """Price all calls of the project anew: after an update of the managed prices, for example."""
    project_id = project_of_author(author)
    async with services.database.session() as session:
        job = await add_job(session, project_id, "asked", "", [EVERY_MODEL])
        await note_change(session, author, Change("create", "repricing", job.id, "All calls"))
    services.reprices.wake()
    return job


async def _tell(services: Services, project_id: str) -> None:
    """After the commit: new calls get the new prices at once, stored ones soon."""
    await services.prices.refresh(project_id)
    services.reprices.wake()


def project_of_author(author: Author) -> str:
    """The project that the author acts in."""
    if author.project_id is None:
        raise ValueError("models belong to a project, and the author acts in none")
    return author.project_id


def _shown(model: PricedModel) -> dict[str, Any]:
    """What the audit log keeps of a model."""
    return {
        "name": model.name,
        "matchPattern": model.match_pattern,
        "unit": model.unit,
        "tiers": [
            {"name": tier.name, "prices": dict(tier.prices), "conditions": [asdict(one) for one in tier.conditions]}
            for tier in model.tiers
        ],
    }
