"""Changes of datasets and items in the words of the audit log."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.model.exact_json import is_same_json
from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Action, Change, note_change
from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion

Facts = dict[str, Any]


def dataset_facts(dataset: Dataset) -> Facts:
    """What people can change of a dataset."""
    return {
        "name": dataset.name,
        "description": dataset.description,
        "metadata": dataset.info,
        "inputSchema": dataset.input_schema,
        "expectedOutputSchema": dataset.expected_output_schema,
    }


def item_facts(version: DatasetItemVersion | None) -> Facts:
    """What people can change of an item; nothing for one that is not there."""
    if version is None or version.is_deleted:
        return {}
    return {
        "input": version.input,
        "expectedOutput": version.expected_output,
        "metadata": version.info,
        "status": version.status,
        "sourceTraceId": version.source_trace_id,
        "sourceObservationId": version.source_observation_id,
    }


async def note_dataset(
    session: AsyncSession, author: Author | None, dataset: Dataset, before: Facts | None = None
) -> None:
    """Note that a dataset was made, or what of it changed; nothing when nothing did."""
    after = dataset_facts(dataset)
    if before is None:
        await _note(session, author, Change("create", "dataset", dataset.id, dataset.name, after=after))
        return
    was, is_ = _different(before, after)
    if is_:
        action: Action = "rename" if set(is_) == {"name"} else "update"
        await _note(session, author, Change(action, "dataset", dataset.id, dataset.name, was, is_))


async def note_item(
    session: AsyncSession, author: Author | None, version: DatasetItemVersion, before: DatasetItemVersion | None
) -> None:
    """Note that an item was made or changed; ``version`` is what it is now."""
    was, is_ = item_facts(before), item_facts(version)
    if was:
        was, is_ = _different(was, is_)
    action: Action = "update" if was else "create"
    await _note(session, author, Change(action, "dataset_item", version.id, version.id, was or None, is_))


async def note_deleted_item(session: AsyncSession, author: Author | None, gone: DatasetItemVersion) -> None:
    """Note that an item was deleted; ``gone`` is what it was."""
    await _note(session, author, Change("delete", "dataset_item", gone.id, gone.id, before=item_facts(gone)))


async def note_items(
    session: AsyncSession, author: Author | None, action: Action, dataset: Dataset, ids: Sequence[str], **more: Any
) -> None:
    """Note one change of several items as one entry."""
    if ids:
        after = {"items": len(ids), **more, "ids": list(ids)}
        await _note(session, author, Change(action, "dataset_item", dataset.id, dataset.name, after=after))


async def note_import(session: AsyncSession, author: Author, dataset: Dataset, *, file: str, rows: int) -> None:
    """Note that somebody brings the rows of a file into a dataset."""
    after = {"file": file, "rows": rows}
    await note_change(session, author, Change("import", "dataset_item", dataset.id, dataset.name, after=after))


async def _note(session: AsyncSession, author: Author | None, change: Change) -> None:
    if author is not None:
        await note_change(session, author, change)


def _different(before: Facts, after: Facts) -> tuple[Facts, Facts]:
    keys = [key for key in after if not is_same_json(before.get(key), after[key])]
    return {key: before.get(key) for key in keys}, {key: after[key] for key in keys}
