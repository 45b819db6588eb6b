"""Schemas of datasets: what examples suggest, and whether the items would fit."""

import asyncio

from fastapi import APIRouter, Response

from sidelight.api.app.dataset_models import (
    InferredSchema,
    InferredSchemas,
    Misfit,
    Samples,
    SchemaDraft,
    SchemaFit,
)
from sidelight.api.app.dataset_problems import DatasetRoute
from sidelight.api.app.session import Access
from sidelight.api.json_answer import exact_answer
from sidelight.api.services import ServicesOf
from sidelight.platform.datasets.editing import find_dataset
from sidelight.platform.datasets.infer import infer_schema
from sidelight.platform.datasets.item_list import ItemQuery, newest_items
from sidelight.platform.datasets.schema import ItemSchemas, check_schema
from sidelight.platform.datasets.schema_fit import check_fit

router = APIRouter(prefix="/projects/{project_id}", tags=["datasets"], route_class=DatasetRoute)

EXAMPLES = 200
SHOWN_MISFITS = 50


@router.post("/dataset-schemas", operation_id="inferSchema", response_model=InferredSchema)
async def post_samples(_access: Access, body: Samples) -> Response:
    """A schema that all samples fit. Nothing is stored."""
    return exact_answer(InferredSchema(json_schema=await asyncio.to_thread(infer_schema, body.samples)))


@router.get(
    "/datasets/{dataset_id}/inferred-schemas", operation_id="inferDatasetSchemas", response_model=InferredSchemas
)
async def get_inferred(dataset_id: str, access: Access, services: ServicesOf) -> Response:
    """Schemas that the newest items of a dataset fit."""
    async with services.database.reading() as session:
        dataset = await find_dataset(session, access.project_id, dataset_id)
        items = await newest_items(session, ItemQuery(dataset, status="ACTIVE"), EXAMPLES)
    inputs = [item.input for item in items]
    expected = [item.expected_output for item in items]
    return exact_answer(
        InferredSchemas(
            items=len(items),
            input_schema=infer_schema(inputs) if any(one is not None for one in inputs) else None,
            expected_output_schema=infer_schema(expected) if any(one is not None for one in expected) else None,
        )
    )


@router.post("/datasets/{dataset_id}/schema-fit", operation_id="checkDatasetSchemas")
async def post_fit(dataset_id: str, body: SchemaDraft, access: Access, services: ServicesOf) -> SchemaFit:
    """How many items would not fit these schemas, and which. Nothing is stored."""
    check_schema("inputSchema", body.input_schema)
    check_schema("expectedOutputSchema", body.expected_output_schema)
    schemas = ItemSchemas(body.input_schema, body.expected_output_schema)
    async with services.database.reading() as session:
        dataset = await find_dataset(session, access.project_id, dataset_id)
        fit = await check_fit(session, dataset.id, schemas, SHOWN_MISFITS)
    return SchemaFit(
        checked=fit.checked,
        wrong=fit.wrong,
        misfits=[Misfit(id=item_id, field=one.field, message=one.message) for item_id, one in fit.shown],
    )
