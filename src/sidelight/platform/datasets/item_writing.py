"""Writes items of datasets. Every change is a new version, so that every moment of the past can be read.

All writes to a dataset take its row's lock first: versions come one after the other, a past moment never changes
afterwards, and no item slips past a schema that is being changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.clock import now
from sidelight.platform.datasets.item_draft import ItemDraft, ItemField, Values, is_same, judge, values_of
from sidelight.platform.datasets.items import DatasetItem, get_item, valid_at
from sidelight.platform.datasets.refusal import DatasetNotFound, DatasetRefusal
from sidelight.platform.datasets.schema import ItemSchemas
from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion, DatasetRun, DatasetRunItem
from sidelight.platform.ids import new_id

TICK = timedelta(microseconds=1)  # what the databases can tell apart
_ID_BATCH = 500
_ATTEMPTS = 3

Outcome = Literal["created", "updated", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one draft. ``version`` is the item as it is now; None when it was refused."""

    outcome: Outcome
    item_id: str
    version: DatasetItemVersion | None = None
    refusal: DatasetRefusal | None = None
    before: DatasetItemVersion | None = None


async def write_items(
    session: AsyncSession,
    dataset: Dataset,
    drafts: Sequence[ItemDraft],
    author: Author | None = None,
    action: Literal["restored"] | None = None,
) -> list[Written]:
    """Write each draft that can be written, in one version of the dataset; each is judged alone.

    An item that would not change gets no new version. The order of the answer is that of the drafts. ``action`` is what
    the history calls the change, when that is not plain from the values.

    Raises:
        DatasetNotFound: the dataset was deleted meanwhile.
    """
    dataset = await locked_dataset(session, dataset.project_id, dataset.id)
    for attempt in range(_ATTEMPTS):
        written = await _judged(session, dataset, drafts, author, action)
        try:
            async with session.begin_nested():
                await _store(session, written)
        except IntegrityError:  # another dataset of the project got an item of this id at this moment
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            break
    return written


async def judge_items(session: AsyncSession, dataset: Dataset, drafts: Sequence[ItemDraft]) -> list[Written]:
    """What :func:`write_items` would make of the drafts now; nothing is written."""
    return await _judged(session, dataset, drafts, None)


async def put_item(
    session: AsyncSession,
    dataset: Dataset,
    item_id: str | None,
    given: Mapping[ItemField, Any],
    *,
    author: Author | None = None,
    seen: datetime | None = None,
) -> Written:
    """Make an item, or a new version of the one with this id; what is not ``given`` stays as it is.

    Raises:
        ItemConflict: it was changed after the version that was ``seen``.
        DatasetRefusal: the id belongs to another dataset, or a value does not fit the dataset's schema.
    """
    (written,) = await write_items(session, dataset, [ItemDraft(item_id, given, seen)], author)
    if written.refusal is not None:
        raise written.refusal
    return written


async def delete_item(
    session: AsyncSession, project_id: str, item_id: str, author: Author | None = None
) -> DatasetItemVersion:
    """Delete an item and its places in runs; older versions of the dataset keep it. Gives the item as it was.

    Raises:
        DatasetNotFound: there is no such item.
    """
    found = await get_item(session, project_id, item_id)
    dataset = await locked_dataset(session, project_id, found.row.dataset_id)
    await delete_items(session, dataset, [item_id], author)
    await session.execute(delete(DatasetRunItem).where(DatasetRunItem.item_id == item_id, _of_project(project_id)))
    return found.row


async def delete_items(
    session: AsyncSession, dataset: Dataset, item_ids: Sequence[str], author: Author | None = None
) -> tuple[list[str], datetime]:
    """Delete items of a dataset; runs keep what they did with them. Gives the ids that were there, and the moment."""
    dataset = await locked_dataset(session, dataset.project_id, dataset.id)
    moment = await _moment(session, dataset)
    gone = [
        version
        for version in (await current_versions(session, dataset.project_id, item_ids)).values()
        if version.dataset_id == dataset.id and not version.is_deleted
    ]
    for version in gone:
        version.valid_to = moment
    await session.flush()
    session.add_all(_tombstone(version, moment, author) for version in gone)
    await session.flush()
    return [version.id for version in gone], moment


async def set_status(
    session: AsyncSession, dataset: Dataset, item_ids: Sequence[str], status: str, author: Author | None = None
) -> list[Written]:
    """Archive or activate the items of the dataset among these."""
    current = await current_versions(session, dataset.project_id, item_ids)
    mine = [one for one in current.values() if one.dataset_id == dataset.id and not one.is_deleted]
    return await write_items(session, dataset, [ItemDraft(one.id, {"status": status}) for one in mine], author)


async def restore_items(
    session: AsyncSession, dataset: Dataset, item_ids: Sequence[str], at: datetime, author: Author | None = None
) -> list[Written]:
    """Make items again what they were at a moment; those that were not there then are left out."""
    found: list[DatasetItemVersion] = []
    for start in range(0, len(item_ids), _ID_BATCH):
        found += await session.scalars(
            select(DatasetItemVersion).where(
                DatasetItemVersion.dataset_id == dataset.id,
                DatasetItemVersion.id.in_(item_ids[start : start + _ID_BATCH]),
                DatasetItemVersion.is_deleted.is_(False),
                *valid_at(at),
            )
        )
    return await write_items(
        session, dataset, [ItemDraft(one.id, values_of(one)) for one in found], author, action="restored"
    )


async def locked_dataset(session: AsyncSession, project_id: str, dataset_id: str) -> Dataset:
    """The dataset, held until the transaction ends. Raises DatasetNotFound."""
    dataset = await session.scalar(
        select(Dataset)
        .where(Dataset.project_id == project_id, Dataset.id == dataset_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if dataset is None:
        raise DatasetNotFound(f"Dataset not found: {dataset_id!r}")
    return dataset


async def current_versions(
    session: AsyncSession, project_id: str, item_ids: Sequence[str]
) -> dict[str, DatasetItemVersion]:
    """The versions that hold now, by id; some may say that the item is deleted."""
    found: dict[str, DatasetItemVersion] = {}
    for start in range(0, len(item_ids), _ID_BATCH):
        rows = await session.scalars(
            select(DatasetItemVersion)
            .where(
                DatasetItemVersion.project_id == project_id,
                DatasetItemVersion.id.in_(item_ids[start : start + _ID_BATCH]),
                DatasetItemVersion.valid_to.is_(None),
            )
            .execution_options(populate_existing=True)
        )
        found |= {row.id: row for row in rows}
    return found


def as_item(written: Written, dataset: Dataset) -> DatasetItem:
    """The item that was written, for clients of the public API."""
    assert written.version is not None  # noqa: S101 - put_item raises what was refused
    return DatasetItem(written.version, dataset.name)


async def _judged(
    session: AsyncSession,
    dataset: Dataset,
    drafts: Sequence[ItemDraft],
    author: Author | None,
    action: str | None = None,
) -> list[Written]:
    schemas = ItemSchemas(dataset.input_schema, dataset.expected_output_schema)
    named = [draft.item_id for draft in drafts if draft.item_id and draft.item_id.isprintable()]
    current = await current_versions(session, dataset.project_id, named)
    moment = await _moment(session, dataset)
    seen: set[str] = set()
    written = []
    for index, draft in enumerate(drafts):
        item_id = draft.item_id if draft.item_id is not None else new_id()
        before = current.get(item_id)
        try:
            if item_id in seen:
                raise DatasetRefusal("id", f"The id {item_id!r} is there twice in this request.")
            values = judge(draft, before, dataset.id, schemas)
        except DatasetRefusal as refusal:
            written.append(Written("refused", item_id, refusal=refusal))
            continue
        seen.add(item_id)
        if before is not None and not before.is_deleted and is_same(values, values_of(before)):
            written.append(Written("unchanged", item_id, before, before=before))
            continue
        is_new = before is None or before.is_deleted
        version = _version(dataset, item_id, values, moment, author)
        version.action = action or _action(before, values)
        # A tick apart, so that a list by age keeps the order in which they were given.
        version.created_at = moment + index * TICK if before is None or before.is_deleted else before.created_at
        written.append(Written("created" if is_new else "updated", item_id, version, before=before))
    return written


def _action(before: DatasetItemVersion | None, values: Values) -> str:
    if before is None or before.is_deleted:
        return "created"
    if is_same(values, {**values_of(before), "status": values["status"]}):
        return "archived" if values["status"] == "ARCHIVED" else "activated"
    return "updated"


async def _store(session: AsyncSession, written: Sequence[Written]) -> None:
    changed = [one for one in written if one.outcome in ("created", "updated") and one.version is not None]
    for one in changed:
        if one.before is not None and one.version is not None:
            one.before.valid_to = one.version.valid_from
    await session.flush()  # the old versions end before the new ones begin: there is only one current one
    session.add_all([one.version for one in changed if one.version is not None])
    await session.flush()


def _version(
    dataset: Dataset, item_id: str, values: Values, moment: datetime, author: Author | None
) -> DatasetItemVersion:
    return DatasetItemVersion(
        project_id=dataset.project_id,
        id=item_id,
        valid_from=moment,
        dataset_id=dataset.id,
        status=values["status"],
        is_deleted=False,
        input=values["input"],
        expected_output=values["expected_output"],
        info=values["metadata"],
        source_trace_id=values["source_trace_id"],
        source_observation_id=values["source_observation_id"],
        author_name=author.name if author else None,
    )


def _tombstone(version: DatasetItemVersion, moment: datetime, author: Author | None) -> DatasetItemVersion:
    return DatasetItemVersion(
        project_id=version.project_id,
        id=version.id,
        valid_from=moment,
        dataset_id=version.dataset_id,
        status=version.status,
        is_deleted=True,
        action="deleted",
        input=None,
        expected_output=None,
        info=None,
        author_name=author.name if author else None,
        created_at=version.created_at,
    )


async def _moment(session: AsyncSession, dataset: Dataset) -> datetime:
    """Now, but always after the dataset's latest version: clocks may stand still, or go back."""
    latest = await session.scalar(
        select(func.max(DatasetItemVersion.valid_from)).where(DatasetItemVersion.dataset_id == dataset.id)
    )
    return now() if latest is None else max(now(), latest + TICK)


def _of_project(project_id: str) -> ColumnElement[bool]:
    """Run items carry no project; their run's dataset does."""
    return DatasetRunItem.run_id.in_(
        select(DatasetRun.id).join(Dataset, Dataset.id == DatasetRun.dataset_id).where(Dataset.project_id == project_id)
    )
