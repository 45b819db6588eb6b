"""Runs of experiments on datasets: /dataset-run-items and /datasets/{name}/runs."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sidelight.api.experiments.dataset_runs import DatasetRuns, stored_item
from sidelight.api.experiments.deleting import delete_experiments
from sidelight.api.experiments.listing import ExperimentReader
from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.auth import PublicKey
from sidelight.api.public.dataset_errors import dataset_errors
from sidelight.api.public.dataset_items import ObjectId
from sidelight.api.public.dataset_shapes import run_item_shape, run_shape
from sidelight.api.public.delivery import Delivered, DeliveryRoute
from sidelight.api.public.errors import InvalidRequest, NotFound
from sidelight.api.public.parameters import AnyMoment, PageParameters, as_utc
from sidelight.api.public.reading import Reader
from sidelight.api.services import Services, ServicesOf
from sidelight.ingest.deletion import encode_deletion
from sidelight.ingest.words import DELETIONS
from sidelight.platform.datasets.datasets import get_dataset
from sidelight.platform.datasets.runs import RunHead, RunItemFields, put_run_item
from sidelight.platform.datasets.tables import Dataset
from sidelight.query.trace_of_observation import load_trace_of_observation
from sidelight.store.store import ProjectStore

router = APIRouter(tags=["DatasetRunItems"], route_class=DeliveryRoute)


class CreateRunItem(BaseModel):
    """What a run did with an item. Older SDKs name only the observation."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")

    run_name: str
    dataset_item_id: str
    trace_id: ObjectId | None = None
    observation_id: ObjectId | None = None
    run_description: str | None = None
    metadata: Any = None
    dataset_version: AnyMoment | None = None
    created_at: AnyMoment | None = None


class RunItemParameters(PageParameters):
    """Whose items."""

    dataset_id: Annotated[str, Field(min_length=1, max_length=191)]
    run_name: Annotated[str, Field(min_length=1, max_length=255)]


@router.post("/dataset-run-items")
async def post_run_item(access: PublicKey, services: ServicesOf, reader: Reader, body: CreateRunItem) -> Response:
    """Note what a run did with an item; the first one makes the run."""
    trace_id = body.trace_id
    if trace_id is None:
        if body.observation_id is None:
            raise InvalidRequest("traceId", "Give 'traceId', or 'observationId' of an observation that is known here.")
        trace_id = await load_trace_of_observation(reader, body.observation_id)
        if trace_id is None:
            raise NotFound(
                f"Observation not found: {body.observation_id!r}. Give 'traceId' too, then it may come later."
            )
    fields = RunItemFields(
        run_name=body.run_name,
        item_id=body.dataset_item_id,
        trace_id=trace_id,
        observation_id=body.observation_id or "",
        description=body.run_description,
        metadata=body.metadata,
        dataset_version=as_utc(body.dataset_version),
        created_at=as_utc(body.created_at),
    )
    with dataset_errors():
        async with services.database.session() as session:
            run, item = await put_run_item(session, access.project_id, fields)
    return json_response(run_item_shape(run, stored_item(item)))


@router.get("/dataset-run-items")
async def get_run_items(reader: Reader, services: ServicesOf, query: Annotated[RunItemParameters, Query()]) -> Response:
    """A page of a run's items, newest first."""
    runs = DatasetRuns(reader, services.database, query.dataset_id)
    named = await runs.named(query.run_name)
    if not named:
        return page_response([], query, 0)
    items, total = await runs.items(named[0].id, query.page, query.limit)
    return page_response([run_item_shape(named[0], item) for item in items], query, total)


# Before the route below, for a run that is named 'runs'.
@router.get("/datasets/{name:path}/runs/{run_name:path}")
async def get_run_by_name(reader: Reader, services: ServicesOf, name: str, run_name: str) -> Response:
    """A run with its items."""
    dataset, runs, (head, *_) = await _named(reader, services, name, run_name)
    (run,), (items, _) = await runs.load([head]), await runs.items(head.id)
    return json_response({**run_shape(dataset, run), "datasetRunItems": [run_item_shape(head, one) for one in items]})


@router.get("/datasets/{name:path}/runs")
async def get_runs(
    reader: Reader, services: ServicesOf, name: str, query: Annotated[PageParameters, Query()]
) -> Response:
    """A page of a dataset's runs, newest first, whether SDKs reported them item by item or by spans."""
    dataset, runs = await _runs(reader, services, name)
    heads = await runs.heads()
    first = (query.page - 1) * query.limit
    page = await runs.load(heads[first : first + query.limit])
    return page_response([run_shape(dataset, run) for run in page], query, len(heads))


@router.delete("/datasets/{name:path}/runs/{run_name:path}")
async def delete_run_by_name(
    delivery: Delivered, access: PublicKey, reader: Reader, name: str, run_name: str
) -> Response:
    """Delete a run with its items, and what spans say of it; traces stay."""
    _, _, named = await _named(reader, delivery.services, name, run_name)
    experiments = ExperimentReader(reader, delivery.services.database)
    deletion = await delete_experiments(experiments, access.author, [run.id for run in named], with_traces=False)
    await delivery.accept(DELETIONS, encode_deletion(deletion))
    return json_response({"message": "Dataset run successfully deleted"})


async def _runs(reader: ProjectStore, services: Services, name: str) -> tuple[Dataset, DatasetRuns]:
    with dataset_errors():
        async with services.database.reading() as session:
            dataset = await get_dataset(session, reader.project_id, name)
    return dataset, DatasetRuns(reader, services.database, dataset.id)


async def _named(
    reader: ProjectStore, services: Services, name: str, run_name: str
) -> tuple[Dataset, DatasetRuns, list[RunHead]]:
    """The runs of a name, at least one. Raises NotFound, StoreError."""
    dataset, runs = await _runs(reader, services, name)
    named = await runs.named(run_name)
    if not named:
        raise NotFound(f"Dataset run not found: {run_name!r} of dataset {name!r}")
    return dataset, runs, named
