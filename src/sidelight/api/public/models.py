"""/api/public/models: a project's own model definitions and the managed ones."""

import asyncio
import time
from typing import Annotated

from fastapi import APIRouter, Query, Response

from sidelight.api import model_changes
from sidelight.api.model_input import ModelInput
from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.auth import PublicKey
from sidelight.api.public.errors import InvalidRequest, NotFound, PublicRoute
from sidelight.api.public.model_shape import model_shape
from sidelight.api.public.parameters import PageParameters
from sidelight.api.services import ServicesOf
from sidelight.enrich.managed_models import managed_model, managed_models
from sidelight.enrich.model_rules import ModelError
from sidelight.platform.models.definitions import load_model, load_models
from sidelight.query.numbered_page import offset_of

router = APIRouter(tags=["Models"], route_class=PublicRoute)

_NOT_OWN = (
    "No model with this id found. Note: You cannot change or delete built-in models, "
    "override them with a model with the same name."
)


@router.get("/models")
async def list_models(access: PublicKey, services: ServicesOf, query: Annotated[PageParameters, Query()]) -> Response:
    """A page of models by name, the project's own and managed ones."""
    async with services.database.reading() as session:
        own = await load_models(session, access.project_id)
    managed = await asyncio.to_thread(managed_models, time.time_ns())  # the first time takes 0.3 s
    everything = sorted(
        (*own, *managed),
        key=lambda model: (model.name, model.unit or "", -(model.start_ns or 0), model.id),
    )
    first = offset_of(query.page, query.limit)
    rows = [model_shape(model) for model in everything[first : first + query.limit]]
    return page_response(rows, query, len(everything))


@router.post("/models")
async def post_model(access: PublicKey, services: ServicesOf, body: ModelInput) -> Response:
    """Make a model; stored calls that it matches are priced anew in the background."""
    try:
        return json_response(model_shape(await model_changes.create_model(services, access.author, body.draft())))
    except ModelError as error:
        raise InvalidRequest(error.field, str(error)) from error


@router.get("/models/{model_id}")
async def get_model(access: PublicKey, services: ServicesOf, model_id: str) -> Response:
    """One model."""
    async with services.database.reading() as session:
        model = await load_model(session, access.project_id, model_id)
    model = model or managed_model(model_id, time.time_ns())
    if model is None:
        raise NotFound("No model with this id found.")
    return json_response(model_shape(model))


@router.put("/models/{model_id}")
async def put_model(access: PublicKey, services: ServicesOf, model_id: str, body: ModelInput) -> Response:
    """Put another definition in the place of one of the project's own, which keeps its id."""
    try:
        model = await model_changes.replace_model(services, access.author, model_id, body.draft())
    except ModelError as error:
        raise InvalidRequest(error.field, str(error)) from error
    if model is None:
        raise NotFound(_NOT_OWN)
    return json_response(model_shape(model))


@router.delete("/models/{model_id}", status_code=204)
async def delete_model(access: PublicKey, services: ServicesOf, model_id: str) -> Response:
    """Delete one of the project's own."""
    if not await model_changes.delete_model(services, access.author, model_id):
        raise NotFound(_NOT_OWN)
    return Response(status_code=204)
