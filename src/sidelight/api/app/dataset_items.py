"""Items of a dataset: write many at once."""

from typing import Any, cast

from fastapi import APIRouter

from sidelight.api.app import present_datasets as present
from sidelight.api.app.dataset_models import NewItem, NewItems, WrittenItems
from sidelight.api.app.dataset_problems import DatasetRoute
from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.platform.audit.noting import Action
from sidelight.platform.datasets.editing import find_dataset
from sidelight.platform.datasets.item_draft import ItemDraft, ItemField
from sidelight.platform.datasets.item_writing import judge_items, write_items
from sidelight.platform.datasets.noting import note_item, note_items
from sidelight.platform.tables import Role

router = APIRouter(prefix="/projects/{project_id}/datasets/{dataset_id}", tags=["datasets"], route_class=DatasetRoute)


@router.post("/items", operation_id="writeDatasetItems")
async def post_items(dataset_id: str, body: NewItems, access: Access, services: ServicesOf) -> WrittenItems:
    """Make items, or change those whose ids the dataset has; says of each that was refused why."""
    access.require(Role.MEMBER)
    drafts = [_draft(item) for item in body.items]
    asked = [item.id for item in body.items]
    if body.dry_run:
        async with services.database.reading() as session:
            dataset = await find_dataset(session, access.project_id, dataset_id)
            return present.written_items(await judge_items(session, dataset, drafts), asked)
    async with services.database.session() as session:
        dataset = await find_dataset(session, access.project_id, dataset_id)
        written = await write_items(session, dataset, drafts, access.author)
        changed = [one for one in written if one.outcome in ("created", "updated")]
        if len(changed) == 1 and changed[0].version is not None:
            await note_item(session, access.author, changed[0].version, changed[0].before)
        else:
            action: Action = "create" if any(one.outcome == "created" for one in changed) else "update"
            await note_items(session, access.author, action, dataset, [one.item_id for one in changed])
    return present.written_items(written, asked)


def _draft(item: NewItem) -> ItemDraft:
    given = item.model_dump(by_alias=False, exclude_unset=True, exclude={"id"})
    return ItemDraft(item.id, cast("dict[ItemField, Any]", given))
