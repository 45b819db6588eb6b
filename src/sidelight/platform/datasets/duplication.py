"""Copies a dataset with its items as they are now. The database copies them: no text passes through here."""

from sqlalchemy import Boolean, Text, cast, func, insert, literal, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.clock import UtcDateTime, now
from sidelight.platform.datasets.datasets import DatasetFields
from sidelight.platform.datasets.editing import create_dataset
from sidelight.platform.datasets.item_writing import locked_dataset
from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion


async def duplicate_dataset(
    session: AsyncSession, project_id: str, dataset_id: str, name: str, author: Author
) -> Dataset:
    """Make a dataset of another name with the same schemas and items; runs and past versions stay behind.

    Items get ids of their own, since ids are unique in a project, and keep their order.

    Raises:
        DatasetNotFound: the project has no such dataset.
        NameTaken: there is one of this name.
    """
    origin = await locked_dataset(session, project_id, dataset_id)
    fields = DatasetFields(
        name=name,
        given=frozenset(),
        description=origin.description,
        metadata=origin.info,
        input_schema=origin.input_schema,
        expected_output_schema=origin.expected_output_schema,
    )
    copy = await create_dataset(session, project_id, fields, author)
    row = DatasetItemVersion
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    random_id = (
        func.lower(func.hex(func.randomblob(16)))
        if is_sqlite
        else func.replace(cast(func.gen_random_uuid(), Text), "-", "")
    )
    copied = select(
        row.project_id,
        random_id,
        literal(now(), UtcDateTime),
        null(),
        literal(copy.id),
        row.status,
        literal(False, Boolean),
        row.input,
        row.expected_output,
        row.info,
        row.source_trace_id,
        row.source_observation_id,
        literal(author.name),
        literal("created"),
        row.created_at,
    ).where(row.dataset_id == origin.id, row.valid_to.is_(None), row.is_deleted.is_(False))
    columns = (
        "project_id", "id", "valid_from", "valid_to", "dataset_id", "status", "is_deleted", "input", "expected_output",
        "info", "source_trace_id", "source_observation_id", "author_name", "action", "created_at",
    )  # fmt: skip
    await session.execute(insert(row).from_select([getattr(row, name) for name in columns], copied))
    return copy
