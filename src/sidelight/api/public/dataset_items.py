"""/api/public/dataset-items: items of datasets, as they are now or as they were at a moment."""

from collections.abc import Sequence
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.auth import PublicKey
from sidelight.api.public.dataset_errors import dataset_errors
from sidelight.api.public.dataset_item_media import item_media
from sidelight.api.public.dataset_shapes import item_shape
from sidelight.api.public.errors import InvalidRequest, PublicRoute
from sidelight.api.public.parameters import Moment, PageParameters, Text, as_utc
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.datasets.datasets import get_dataset
from sidelight.platform.datasets.item_draft import ItemField
from sidelight.platform.datasets.item_writing import as_item, delete_item, put_item
from sidelight.platform.datasets.items import DatasetItem, ItemFilter, Status, get_item, list_items
from sidelight.platform.datasets.noting import note_deleted_item, note_item

router = APIRouter(tags=["DatasetItems"], route_class=PublicRoute)

ObjectId = Annotated[str, Field(min_length=1, max_length=800, pattern=r"^[^\x00]*$")]


class CreateItem(BaseModel):
    """An item to make, or to change when there is one with this id; what is left out stays."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")

    dataset_name: str
    id: str | None = None
    input: Any = None
    expected_output: Any = None
    metadata: Any = None
    source_trace_id: ObjectId | None = None
    source_observation_id: ObjectId | None = None
    status: Status | None = None


class ItemListParameters(PageParameters):
    """What items can be narrowed by; ``version`` is a moment of the past."""

    dataset_name: Text = None
    source_trace_id: Text = None
    source_observation_id: Text = None
    version: Moment = None


@router.post("/dataset-items")
async def post_item(request: Request, access: PublicKey, services: ServicesOf, body: CreateItem) -> Response:
    """Make an item, or a new version of it."""
    given = body.model_dump(exclude_unset=True, exclude={"dataset_name", "id"})
    if given.get("status", "") is None:
        del given["status"]
    with dataset_errors():
        async with services.database.session() as session:
            dataset = await get_dataset(session, access.project_id, body.dataset_name)
            written = await put_item(
                session, dataset, body.id, cast("dict[ItemField, Any]", given), author=access.author
            )
            item = as_item(written, dataset)
            if written.outcome != "unchanged":
                await note_item(session, access.author, item.row, written.before)
    return json_response((await _shapes(request, services, access.project_id, [item]))[0])


@router.get("/dataset-items")
async def get_items(
    request: Request, access: PublicKey, services: ServicesOf, query: Annotated[ItemListParameters, Query()]
) -> Response:
    """A page of active items, newest first."""
    if query.version is not None and query.dataset_name is None:
        raise InvalidRequest("version", "A version is that of one dataset: give 'datasetName' too.")
    with dataset_errors():
        async with services.database.reading() as session:
            dataset_id = None
            if query.dataset_name is not None:
                dataset_id = (await get_dataset(session, access.project_id, query.dataset_name)).id
            where = ItemFilter(dataset_id, query.source_trace_id, query.source_observation_id, as_utc(query.version))
            found, total = await list_items(session, access.project_id, where, query.page, query.limit)
    return page_response(await _shapes(request, services, access.project_id, found), query, total)


@router.get("/dataset-items/{item_id:path}")
async def get_item_by_id(request: Request, access: PublicKey, services: ServicesOf, item_id: str) -> Response:
    """One item as it is now."""
    with dataset_errors():
        async with services.database.reading() as session:
            item = await get_item(session, access.project_id, item_id)
    return json_response((await _shapes(request, services, access.project_id, [item]))[0])


@router.delete("/dataset-items/{item_id:path}")
async def delete_item_by_id(access: PublicKey, services: ServicesOf, item_id: str) -> Response:
    """Delete an item and its places in runs."""
    with dataset_errors():
        async with services.database.session() as session:
            gone = await delete_item(session, access.project_id, item_id, access.author)
            await note_deleted_item(session, access.author, gone)
    return json_response({"message": "Dataset item successfully deleted"})


async def _shapes(
    request: Request, services: Services, project_id: str, items: Sequence[DatasetItem]
) -> list[dict[str, Any]]:
    media = await item_media(request, services, project_id, items)
    return [item_shape(item, of_item) for item, of_item in zip(items, media, strict=True)]
