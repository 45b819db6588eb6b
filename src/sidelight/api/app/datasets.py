"""Datasets of a project: list, make, change, delete."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from sidelight.api.app import present_datasets as present
from sidelight.api.app.dataset_models import DatasetDetail, DatasetEdit, DatasetPage, NewCopy, NewDataset
from sidelight.api.app.dataset_problems import DatasetRoute
from sidelight.api.app.models import AppModel
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access
from sidelight.api.experiments.dataset_runs import runs_of
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.datasets.datasets import DatasetFields
from sidelight.platform.datasets.duplication import duplicate_dataset
from sidelight.platform.datasets.editing import create_dataset, delete_dataset, edit_dataset, find_dataset
from sidelight.platform.datasets.listing import DatasetCounts, count_dataset, list_folder
from sidelight.platform.datasets.runs import RunHead
from sidelight.platform.tables import Role
from sidelight.store.store import ProjectStore

router = APIRouter(prefix="/projects/{project_id}/datasets", tags=["datasets"], route_class=DatasetRoute)


class DatasetListParameters(AppModel):
    """What the list is narrowed by."""

    q: str = Field("", max_length=500, description="Part of a name or description.")
    folder: str | None = Field(
        None, max_length=255, description="Only what is directly in this folder; '' is the top. Left out: everything."
    )
    offset: int = Field(0, ge=0, le=1_000_000)
    limit: int = Field(50, ge=1, le=200)


@router.get("", operation_id="listDatasets")
async def get_datasets(
    access: Access, services: ServicesOf, reader: Reader, query: Annotated[DatasetListParameters, Query()]
) -> DatasetPage:
    """Datasets by name, with counts of their items and runs."""
    async with services.database.reading() as session:
        page = await list_folder(
            session, access.project_id, query.folder, query.q, offset=query.offset, limit=query.limit
        )
    runs = await runs_of(reader, services.database, [row.dataset.id for row in page.rows])
    return present.dataset_page(page, runs)


@router.post("", operation_id="createDataset", status_code=201, response_model=DatasetDetail)
async def post_dataset(body: NewDataset, access: Access, services: ServicesOf) -> Response:
    """Make a dataset."""
    access.require(Role.MEMBER)
    fields = DatasetFields(given=frozenset(body.model_fields_set), **body.model_dump(by_alias=False))
    async with services.database.session() as session:
        dataset = await create_dataset(session, access.project_id, fields, access.author)
    return present.dataset_detail(dataset, DatasetCounts(), status=201)


@router.get("/{dataset_id}", operation_id="getDataset", response_model=DatasetDetail)
async def get_dataset(dataset_id: str, access: Access, services: ServicesOf, reader: Reader) -> Response:
    """One dataset."""
    async with services.database.reading() as session:
        dataset = await find_dataset(session, access.project_id, dataset_id)
        counts = await count_dataset(session, dataset.id)
    return present.dataset_detail(dataset, counts, await _runs(reader, services, dataset.id))


@router.patch("/{dataset_id}", operation_id="editDataset", response_model=DatasetDetail)
async def patch_dataset(
    dataset_id: str, body: DatasetEdit, access: Access, services: ServicesOf, reader: Reader
) -> Response:
    """Change a dataset; a new schema must fit the items that are there."""
    access.require(Role.MEMBER)
    given = frozenset(body.model_fields_set - {"revision"})
    fields = DatasetFields(given=given, **body.model_dump(by_alias=False, exclude={"revision"}))
    async with services.database.session() as session:
        dataset = await edit_dataset(
            session, access.project_id, dataset_id, fields=fields, author=access.author, revision=body.revision
        )
        counts = await count_dataset(session, dataset.id)
    return present.dataset_detail(dataset, counts, await _runs(reader, services, dataset.id))


@router.delete("/{dataset_id}", operation_id="deleteDataset", status_code=204)
async def remove_dataset(dataset_id: str, access: Access, services: ServicesOf) -> None:
    """Delete a dataset with its items and runs, for good; traces stay."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        await delete_dataset(session, access.project_id, dataset_id, access.author)


@router.post("/{dataset_id}/copies", operation_id="duplicateDataset", status_code=201, response_model=DatasetDetail)
async def post_copy(dataset_id: str, body: NewCopy, access: Access, services: ServicesOf) -> Response:
    """Make a dataset with the same schemas and the same items under new ids; runs and past versions stay behind."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        copy = await duplicate_dataset(session, access.project_id, dataset_id, body.name, access.author)
        counts = await count_dataset(session, copy.id)
    return present.dataset_detail(copy, counts, status=201)


async def _runs(reader: ProjectStore, services: Services, dataset_id: str) -> Sequence[RunHead]:
    return (await runs_of(reader, services.database, [dataset_id]))[dataset_id]
