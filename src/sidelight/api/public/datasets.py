"""/api/public/v2/datasets, and the older /datasets with their items and runs. Names may hold slashes (folders)."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from sidelight.api.experiments.dataset_runs import DatasetRuns, runs_of
from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.auth import PublicKey
from sidelight.api.public.dataset_errors import dataset_errors
from sidelight.api.public.dataset_shapes import dataset_shape, item_shape
from sidelight.api.public.errors import PublicRoute
from sidelight.api.public.parameters import PageParameters
from sidelight.api.public.reading import Reader
from sidelight.api.services import ServicesOf
from sidelight.platform.datasets.datasets import DatasetFields, get_dataset, list_datasets, put_dataset
from sidelight.platform.datasets.items import ItemFilter, all_items

router = APIRouter(tags=["Datasets"], route_class=PublicRoute)


class CreateDataset(BaseModel):
    """A dataset to make or change; what is left out stays."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")

    name: str
    description: str | None = None
    metadata: Any = None
    input_schema: Any = None
    expected_output_schema: Any = None

    def fields(self) -> DatasetFields:
        """As the core takes it."""
        return DatasetFields(given=frozenset(self.model_fields_set), **self.model_dump())


@router.get("/v2/datasets")
async def get_datasets(access: PublicKey, services: ServicesOf, query: Annotated[PageParameters, Query()]) -> Response:
    """A page of datasets, newest first."""
    async with services.database.reading() as session:
        found, total = await list_datasets(session, access.project_id, query.page, query.limit)
    return page_response([dataset_shape(dataset) for dataset in found], query, total)


@router.post("/v2/datasets")
async def post_dataset(access: PublicKey, services: ServicesOf, body: CreateDataset) -> Response:
    """Make a dataset, or change the one of this name."""
    with dataset_errors():
        async with services.database.session() as session:
            dataset = await put_dataset(session, access.project_id, body.fields(), access.author)
    return json_response(dataset_shape(dataset))


@router.get("/v2/datasets/{name:path}")
async def get_dataset_by_name(access: PublicKey, services: ServicesOf, name: str) -> Response:
    """One dataset."""
    with dataset_errors():
        async with services.database.reading() as session:
            dataset = await get_dataset(session, access.project_id, name)
    return json_response(dataset_shape(dataset))


@router.get("/datasets")
async def get_old_datasets(
    access: PublicKey, services: ServicesOf, reader: Reader, query: Annotated[PageParameters, Query()]
) -> Response:
    """A page of datasets with the ids of their items and the names of their runs."""
    async with services.database.reading() as session:
        found, total = await list_datasets(session, access.project_id, query.page, query.limit)
        items = {
            dataset.id: [item.row.id for item in await all_items(session, ItemFilter(dataset_id=dataset.id), dataset)]
            for dataset in found
        }
    runs = await runs_of(reader, services.database, list(items))
    rows = [
        {**dataset_shape(dataset), "items": items[dataset.id], "runs": [run.name for run in runs[dataset.id]]}
        for dataset in found
    ]
    return page_response(rows, query, total)


@router.post("/datasets")
async def post_old_dataset(access: PublicKey, services: ServicesOf, reader: Reader, body: CreateDataset) -> Response:
    """Make a dataset, or change the one of this name; the answer holds its items and runs."""
    with dataset_errors():
        async with services.database.session() as session:
            dataset = await put_dataset(session, access.project_id, body.fields(), access.author)
    return await get_old_dataset(access, services, reader, dataset.name)


@router.get("/datasets/{name:path}")
async def get_old_dataset(access: PublicKey, services: ServicesOf, reader: Reader, name: str) -> Response:
    """One dataset with its items and the names of its runs."""
    with dataset_errors():
        async with services.database.reading() as session:
            dataset = await get_dataset(session, access.project_id, name)
            items = await all_items(session, ItemFilter(dataset_id=dataset.id), dataset)
    runs = [run.name for run in await DatasetRuns(reader, services.database, dataset.id).heads()]
    return json_response({**dataset_shape(dataset), "items": [item_shape(item) for item in items], "runs": runs})
