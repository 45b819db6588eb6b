"""Changes of datasets by id, as the web app makes them: several people at once, nothing lost."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.model.exact_json import is_same_json
from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.datasets.datasets import DatasetFields, change_fields, check_name, new_dataset
from sidelight.platform.datasets.item_writing import locked_dataset
from sidelight.platform.datasets.noting import dataset_facts, note_dataset
from sidelight.platform.datasets.refusal import DatasetNotFound, NameTaken
from sidelight.platform.datasets.schema import check_schema
from sidelight.platform.datasets.schema_fit import refuse_misfits
from sidelight.platform.datasets.tables import Dataset
from sidelight.platform.revision import expect_revision


async def find_dataset(session: AsyncSession, project_id: str, dataset_id: str) -> Dataset:
    """The dataset of this id. Raises DatasetNotFound."""
    dataset = await session.scalar(select(Dataset).where(Dataset.project_id == project_id, Dataset.id == dataset_id))
    if dataset is None:
        raise DatasetNotFound(f"Dataset not found: {dataset_id!r}")
    return dataset


async def create_dataset(session: AsyncSession, project_id: str, fields: DatasetFields, author: Author) -> Dataset:
    """Make a dataset of a name that is free.

    Raises:
        NameTaken: there is one of this name.
        DatasetRefusal: the name or a schema is not usable.
    """
    check_name(fields.name)
    _check_schemas(fields)
    dataset = new_dataset(project_id, fields)
    try:
        async with session.begin_nested():
            session.add(dataset)
    except IntegrityError:
        raise NameTaken(fields.name) from None
    await note_dataset(session, author, dataset)
    return dataset


async def edit_dataset(
    session: AsyncSession,
    project_id: str,
    dataset_id: str,
    *,
    fields: DatasetFields,
    author: Author,
    revision: int | None = None,
) -> Dataset:
    """Change what is given of a dataset, its name too.

    Raises:
        DatasetNotFound: the project has no such dataset.
        StaleRevision: it was changed after ``revision``.
        NameTaken: another dataset has the new name.
        DatasetRefusal: the name or a schema is not usable, or stored items do not fit a new schema.
    """
    dataset = await locked_dataset(session, project_id, dataset_id)
    expect_revision(dataset, revision)
    _check_schemas(fields)
    before = dataset_facts(dataset)
    change_fields(dataset, fields)
    if "name" in fields.given and fields.name != dataset.name:
        check_name(fields.name)
        dataset.name = fields.name
    try:
        async with session.begin_nested():
            await session.flush()
    except IntegrityError:
        raise NameTaken(fields.name) from None
    after = dataset_facts(dataset)
    if any(not is_same_json(before[key], after[key]) for key in ("inputSchema", "expectedOutputSchema")):
        await refuse_misfits(session, dataset)
    await note_dataset(session, author, dataset, before)
    return dataset


async def delete_dataset(session: AsyncSession, project_id: str, dataset_id: str, author: Author) -> None:
    """Delete a dataset with its items, their versions and its runs, for good; traces stay. Raises DatasetNotFound."""
    dataset = await locked_dataset(session, project_id, dataset_id)
    facts = dataset_facts(dataset)
    await session.execute(delete(Dataset).where(Dataset.id == dataset.id))
    await note_change(session, author, Change("delete", "dataset", dataset.id, dataset.name, before=facts))


def _check_schemas(fields: DatasetFields) -> None:
    check_schema("inputSchema", fields.input_schema)
    check_schema("expectedOutputSchema", fields.expected_output_schema)
