"""How much of a project there is in the metadata database, and who can open the projects of an organisation."""

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion
from sidelight.platform.media.tables import Media
from sidelight.platform.prompts.tables import Prompt
from sidelight.platform.score_configs.tables import ScoreConfigRow
from sidelight.platform.tables import ApiKey, Project


async def count_contents(session: AsyncSession, project_id: str) -> dict[str, int]:
    """Numbers of what people would miss, by noun in camelCase."""
    counted = {
        "prompts": select(func.count(distinct(Prompt.name))).where(Prompt.project_id == project_id),
        "datasets": select(func.count()).select_from(Dataset).where(Dataset.project_id == project_id),
        "datasetItems": select(func.count(distinct(DatasetItemVersion.id))).where(
            DatasetItemVersion.project_id == project_id
        ),
        "scoreConfigs": select(func.count()).select_from(ScoreConfigRow).where(ScoreConfigRow.project_id == project_id),
        "files": select(func.count()).select_from(Media).where(Media.project_id == project_id),
        "keys": select(func.count())
        .select_from(ApiKey)
        .where(ApiKey.project_id == project_id, ApiKey.revoked_at.is_(None)),
    }
    return {noun: await session.scalar(query) or 0 for noun, query in counted.items()}


async def count_keys(session: AsyncSession, organisation_id: str) -> dict[str, int]:
    """How many keys in force each project of an organisation has, by the project's id."""
    rows = await session.execute(
        select(ApiKey.project_id, func.count())
        .join(Project, Project.id == ApiKey.project_id)
        .where(Project.organisation_id == organisation_id, ApiKey.revoked_at.is_(None))
        .group_by(ApiKey.project_id)
    )
    return {project_id: count for project_id, count in rows if project_id is not None}
