"""Items of a dataset: list, write, look back."""

from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Response
from pydantic import Field

from sidelight.api.app import present_datasets as present
from sidelight.api.app.dataset_models import (
    DatasetChangePage,
    ItemDetail,
    ItemEdit,
    ItemPage,
    ItemsDeed,
    ItemsDone,
    ItemVersionPage,
    NewItem,
    NewItems,
    Status,
    WrittenItems,
)
from sidelight.api.app.dataset_problems import DatasetRoute
from sidelight.api.app.models import AppModel
from sidelight.api.app.parameters import Moment
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.session import Access
from sidelight.api.json_answer import exact_answer
from sidelight.api.services import ServicesOf
from sidelight.platform.audit.noting import Action
from sidelight.platform.clock import now
from sidelight.platform.datasets.editing import find_dataset
from sidelight.platform.datasets.history import dataset_changes, item_at, item_versions
from sidelight.platform.datasets.item_draft import ItemDraft, ItemField
from sidelight.platform.datasets.item_list import ItemOrder, ItemQuery, list_summaries
from sidelight.platform.datasets.item_writing import (
    TICK,
    as_item,
    delete_items,
    judge_items,
    locked_dataset,
    put_item,
    restore_items,
    set_status,
    write_items,
)
from sidelight.platform.datasets.noting import note_item, note_items
from sidelight.platform.datasets.tables import Dataset
from sidelight.platform.tables import Role

router = APIRouter(prefix="/projects/{project_id}/datasets/{dataset_id}", tags=["datasets"], route_class=DatasetRoute)


class ItemListParameters(AppModel):
    """What items are narrowed by."""

    q: str = Field("", max_length=1000, description="Part of an id or of a text.")
    status: Status | None = None
    at: Moment | None = Field(None, description="As the dataset was at this moment; ISO 8601.")

    def query(self, dataset: Dataset) -> ItemQuery:
        """As the core takes it."""
        return ItemQuery(dataset, self.status, self.q, self.at)


class ItemPageParameters(ItemListParameters):
    """A page of the list of items."""

    order: ItemOrder = "created.desc"
    offset: int = Field(0, ge=0, le=10_000_000)
    limit: int = Field(50, ge=1, le=200)


class PageOf(AppModel):
    """A page by its place."""

    offset: int = Field(0, ge=0, le=10_000_000)
    limit: int = Field(50, ge=1, le=200)


class ChangeParameters(AppModel):
    """Where to go on in the history."""

    before: Moment | None = Field(None, description="`nextBefore` of the page before.")
    limit: int = Field(1000, ge=1, le=2000, description="How many versions to look at; those that lie close are one.")


class AtParameters(AppModel):
    """Which moment."""

    at: Moment | None = Field(None, description="As it was at this moment; ISO 8601.")


@router.get("/items", operation_id="listDatasetItems", response_model=ItemPage)
async def get_items(
    dataset_id: str, access: Access, services: ServicesOf, query: Annotated[ItemPageParameters, Query()]
) -> Response:
    """Items with previews of their texts."""
    async with services.database.reading() as session:
        dataset = await find_dataset(session, access.project_id, dataset_id)
        found, total = await list_summaries(
            session, query.query(dataset), query.order, offset=query.offset, limit=query.limit
        )
    return exact_answer(ItemPage(items=[present.item_row(item) for item in found], total=total))


@router.post("/items", operation_id="writeDatasetItems", response_model=WrittenItems)
async def post_items(dataset_id: str, body: NewItems, access: Access, services: ServicesOf) -> Response:
    """Make items, or change those whose ids the dataset has; says of each that was refused why."""
    access.require(Role.MEMBER)
    drafts = [_draft(item) for item in body.items]
    asked = [item.id for item in body.items]
    if body.dry_run:
        async with services.database.reading() as session:
            dataset = await find_dataset(session, access.project_id, dataset_id)
            return exact_answer(present.written_items(await judge_items(session, dataset, drafts), asked))
    async with services.database.session() as session:
        dataset = await find_dataset(session, access.project_id, dataset_id)
        written = await write_items(session, dataset, drafts, access.author)
        changed = [one for one in written if one.outcome in ("created", "updated")]
        if len(changed) == 1 and changed[0].version is not None:
            await note_item(session, access.author, changed[0].version, changed[0].before)
        else:
            action: Action = "create" if any(one.outcome == "created" for one in changed) else "update"
            await note_items(session, access.author, action, dataset, [one.item_id for one in changed])
    return exact_answer(present.written_items(written, asked))


@router.post("/deeds", operation_id="doWithDatasetItems")
async def post_deed(dataset_id: str, body: ItemsDeed, access: Access, services: ServicesOf) -> ItemsDone:
    """Archive, activate, delete or restore items; ids that the dataset does not have are left out."""
    access.require(Role.MEMBER)
    if body.deed == "restore" and body.at is None:
        raise AppProblem(422, "'at' is missing.", "Give the moment whose values to restore.", field="at")
    ids = list(dict.fromkeys(body.ids))
    async with services.database.session() as session:
        dataset = await locked_dataset(session, access.project_id, dataset_id)
        if body.deed == "delete":
            gone, moment = await delete_items(session, dataset, ids, access.author)
            await note_items(session, access.author, "delete", dataset, gone)
            return ItemsDone(ids=gone, before=present.exact(moment - TICK), refused=[])
        if body.deed == "restore" and body.at is not None:
            written = await restore_items(session, dataset, ids, body.at, access.author)
        else:
            status = "ARCHIVED" if body.deed == "archive" else "ACTIVE"
            written = await set_status(session, dataset, ids, status, access.author)
        changed = [one for one in written if one.outcome in ("created", "updated")]
        action: Action = "update" if body.deed == "activate" else body.deed
        await note_items(session, access.author, action, dataset, [one.item_id for one in changed])
        moments = [one.version.valid_from for one in changed if one.version is not None]
        before = (moments[0] if moments else now()) - TICK
    answer = present.written_items(written, [one.item_id for one in written])
    return ItemsDone(ids=[one.item_id for one in changed], before=present.exact(before), refused=answer.refused)


@router.get("/changes", operation_id="listDatasetChanges")
async def get_changes(
    dataset_id: str, access: Access, services: ServicesOf, query: Annotated[ChangeParameters, Query()]
) -> DatasetChangePage:
    """The history of a dataset's items, newest first."""
    async with services.database.reading() as session:
        dataset = await find_dataset(session, access.project_id, dataset_id)
        changes, further = await dataset_changes(session, dataset.id, query.before, query.limit)
    return DatasetChangePage(
        items=[present.change_row(one) for one in changes],
        next_before=None if further is None else present.exact(further),
    )


# An id may hold a slash and so takes the whole rest of a path: what belongs to an item stands under its own name.
@router.get("/versions/{item_id:path}", operation_id="listDatasetItemVersions")
async def get_versions(
    dataset_id: str, item_id: str, access: Access, services: ServicesOf, query: Annotated[PageOf, Query()]
) -> ItemVersionPage:
    """The history of an item, newest first; also of one that was deleted."""
    async with services.database.reading() as session:
        dataset = await find_dataset(session, access.project_id, dataset_id)
        found, total = await item_versions(session, dataset, item_id, offset=query.offset, limit=query.limit)
    if not total:
        raise AppProblem(404, "The dataset has never had such an item.", "The list shows what there is.")
    return ItemVersionPage(items=[present.item_version_row(one) for one in found], total=total)


@router.get("/items/{item_id:path}", operation_id="getDatasetItem")
async def get_item(
    dataset_id: str, item_id: str, access: Access, services: ServicesOf, query: Annotated[AtParameters, Query()]
) -> ItemDetail:
    """An item as it is, or as it was at a moment."""
    async with services.database.reading() as session:
        dataset = await find_dataset(session, access.project_id, dataset_id)
        return present.item_detail(await item_at(session, dataset, item_id, query.at))


@router.put("/items/{item_id:path}", operation_id="editDatasetItem")
async def put_item_by_id(
    dataset_id: str, item_id: str, body: ItemEdit, access: Access, services: ServicesOf
) -> ItemDetail:
    """Change an item of the dataset, as a new version; 409 when it was changed after ``version``."""
    access.require(Role.MEMBER)
    given = body.model_dump(by_alias=False, exclude_unset=True, exclude={"version"})
    async with services.database.session() as session:
        dataset = await locked_dataset(session, access.project_id, dataset_id)
        await item_at(session, dataset, item_id)
        written = await put_item(
            session, dataset, item_id, cast("dict[ItemField, Any]", given), author=access.author, seen=body.version
        )
        version = as_item(written, dataset).row
        if written.outcome != "unchanged":
            await note_item(session, access.author, version, written.before)
    return present.item_detail(version)


def _draft(item: NewItem) -> ItemDraft:
    given = item.model_dump(by_alias=False, exclude_unset=True, exclude={"id"})
    return ItemDraft(item.id, cast("dict[ItemField, Any]", given))
