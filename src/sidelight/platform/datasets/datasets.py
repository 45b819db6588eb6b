"""Datasets by name: make, change, find, list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.clock import now
from sidelight.platform.datasets.noting import dataset_facts, note_dataset
from sidelight.platform.datasets.refusal import DatasetNotFound, DatasetRefusal
from sidelight.platform.datasets.schema import check_schema
from sidelight.platform.datasets.schema_fit import refuse_misfits
from sidelight.platform.datasets.tables import MAX_NAME, Dataset


@dataclass(frozen=True, slots=True)
class DatasetFields:
    """What a client says of a dataset. What it did not name stays as it is."""

    name: str
    given: frozenset[str]
    description: str | None = None
    metadata: Any = None
    input_schema: Any = None
    expected_output_schema: Any = None


async def put_dataset(
    session: AsyncSession, project_id: str, fields: DatasetFields, author: Author | None = None
) -> Dataset:
    """Make the dataset of this name, or change it; with an author, the audit log says so.

    Raises:
        DatasetRefusal: the name or a schema is not usable, or stored items do not fit a new schema.
    """
    check_name(fields.name)
    check_schema("inputSchema", fields.input_schema)
    check_schema("expectedOutputSchema", fields.expected_output_schema)
    dataset = await _locked(session, project_id, fields.name)
    if dataset is None:
        dataset = new_dataset(project_id, fields)
        try:
            async with session.begin_nested():
                session.add(dataset)
        except IntegrityError:  # another client made it at this moment
            found = await _locked(session, project_id, fields.name)
            assert found is not None  # noqa: S101 - what else could have refused the row
            dataset = found
        else:
            await note_dataset(session, author, dataset)
            return dataset
    before = dataset_facts(dataset)
    change_fields(dataset, fields)
    if fields.given & {"input_schema", "expected_output_schema"}:
        await refuse_misfits(session, dataset)
    await session.flush()
    await note_dataset(session, author, dataset, before)
    return dataset


def new_dataset(project_id: str, fields: DatasetFields) -> Dataset:
    """A dataset that is not stored yet."""
    return Dataset(
        project_id=project_id,
        name=fields.name,
        description=fields.description,
        info=fields.metadata,
        input_schema=fields.input_schema,
        expected_output_schema=fields.expected_output_schema,
    )


async def get_dataset(session: AsyncSession, project_id: str, name: str) -> Dataset:
    """The dataset of this name. Raises DatasetNotFound."""
    dataset = await session.scalar(select(Dataset).where(Dataset.project_id == project_id, Dataset.name == name))
    if dataset is None:
        raise DatasetNotFound(f"Dataset not found: {name!r}")
    return dataset


async def list_datasets(session: AsyncSession, project_id: str, page: int, limit: int) -> tuple[Sequence[Dataset], int]:
    """One page of datasets, newest first, and how many there are."""
    mine = Dataset.project_id == project_id
    total = await session.scalar(select(func.count()).select_from(Dataset).where(mine))
    found = await session.scalars(
        select(Dataset)
        .where(mine)
        .order_by(Dataset.created_at.desc(), Dataset.id.desc())
        .limit(limit)
        .offset((page - 1) * limit)
    )
    return found.all(), total or 0


def check_name(name: str, field: str = "name") -> None:
    """Refuse a name that cannot be stored, or opened in the web app."""
    if not name.strip():
        raise DatasetRefusal(field, "A name is needed.")
    if len(name) > MAX_NAME:
        raise DatasetRefusal(field, f"The name has {len(name)} characters; {MAX_NAME} are possible.")
    if not name.isprintable():
        raise DatasetRefusal(field, "The name contains characters that cannot be printed.")


def change_fields(dataset: Dataset, fields: DatasetFields) -> None:
    """Write what is given onto the dataset; its name stays."""
    if "description" in fields.given:
        dataset.description = fields.description
    if "metadata" in fields.given:
        dataset.info = fields.metadata
    if "input_schema" in fields.given:
        dataset.input_schema = fields.input_schema
    if "expected_output_schema" in fields.given:
        dataset.expected_output_schema = fields.expected_output_schema
    dataset.updated_at = now()


async def _locked(session: AsyncSession, project_id: str, name: str) -> Dataset | None:
    return await session.scalar(
        select(Dataset).where(Dataset.project_id == project_id, Dataset.name == name).with_for_update()
    )
