"""Models and their prices: the project's own and the managed ones, and what they mean for calls."""

import asyncio
import time
from collections.abc import Iterable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from sidelight.api import model_changes
from sidelight.api.app import present_pricing
from sidelight.api.app.pricing_models import (
    MatchRequest,
    MatchResult,
    ModelPage,
    ModelView,
    RepriceJobRow,
    UnpricedModelRow,
)
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access
from sidelight.api.json_answer import exact_answer
from sidelight.api.model_input import ModelInput
from sidelight.api.services import Services, ServicesOf
from sidelight.enrich.managed_models import managed_models
from sidelight.enrich.model_rules import ModelDraft, ModelError, check_draft
from sidelight.enrich.price_book import PriceBook
from sidelight.enrich.priced_model import PricedModel
from sidelight.platform.models.definitions import load_models
from sidelight.platform.models.jobs import list_jobs
from sidelight.platform.tables import Role
from sidelight.query.model_usage import load_model_usage, load_unpriced_models
from sidelight.query.sql import TimeRange

router = APIRouter(prefix="/projects/{project_id}/models", tags=["models"], route_class=ReadRoute)

US_PER_DAY = 86_400_000_000
USAGE_DAYS = 30
_DRAFT = "draft"


class ModelListParameters(BaseModel):
    """What the list of models is narrowed by."""

    q: str = Field("", max_length=500, description="Part of a name, a pattern or a provider.")
    scope: Literal["all", "own", "used", "managed"] = "all"
    offset: int = Field(0, ge=0, le=1_000_000)
    limit: int = Field(50, ge=1, le=200)


@router.get("", operation_id="listModels")
async def get_models(
    access: Access, reader: Reader, services: ServicesOf, query: Annotated[ModelListParameters, Query()]
) -> ModelPage:
    """Model definitions with their use in the last 30 days."""
    own, managed, usage = await asyncio.gather(
        _own(services, access.project_id),
        asyncio.to_thread(managed_models, time.time_ns()),  # the first time takes 0.3 s
        load_model_usage(reader, _recently()),
    )
    everything = sorted(
        (*own, *managed),
        key=lambda model: (
            model.is_managed,
            -(usage[model.id].calls if model.id in usage else 0),
            "/" in model.name,  # what people call by its bare name comes before the many that resell it
            model.name.lower(),
            model.id,
        ),
    )
    found = [
        model
        for model in _searched(everything, query.q)
        if query.scope == "all"
        or (query.scope == "own" and not model.is_managed)
        or (query.scope == "managed" and model.is_managed)
        or (query.scope == "used" and model.id in usage)
    ]
    return ModelPage(
        items=[
            present_pricing.model_row(model, usage.get(model.id))
            for model in found[query.offset : query.offset + query.limit]
        ],
        total=len(found),
        own=len(own),
        managed=len(managed),
        used=sum(model.id in usage for model in everything),
    )


@router.post("", operation_id="createModel", status_code=201)
async def post_model(body: ModelInput, access: Access, services: ServicesOf) -> ModelView:
    """Make a model; stored calls that it matches are priced anew."""
    access.require(Role.MEMBER)
    try:
        return present_pricing.model_view(await model_changes.create_model(services, access.author, _draft(body)))
    except ModelError as error:
        raise _problem(error) from error


@router.get("/unpriced", operation_id="listUnpricedModels")
async def get_unpriced(reader: Reader) -> list[UnpricedModelRow]:
    """Models of the last 30 days that nobody has a price for, most used first."""
    return [present_pricing.unpriced_row(found) for found in await load_unpriced_models(reader, _recently())]


@router.get("/jobs", operation_id="listRepriceJobs")
async def get_jobs(access: Access, services: ServicesOf) -> list[RepriceJobRow]:
    """The last changes of prices and how far the stored calls are that they concern, newest first."""
    async with services.database.reading() as session:
        jobs = await list_jobs(session, access.project_id)
    return [present_pricing.job_row(job) for job in jobs]


@router.post("/jobs", operation_id="repriceAll", status_code=202)
async def post_job(access: Access, services: ServicesOf) -> RepriceJobRow:
    """Price all stored calls anew, by the prices of today's definitions."""
    access.require(Role.MEMBER)
    return present_pricing.job_row(await model_changes.reprice_all(services, access.author))


@router.post("/match", operation_id="matchModel", response_model=MatchResult)
async def post_match(body: MatchRequest, access: Access, services: ServicesOf) -> Response:
    """Which definition would price a call now, and what the call would cost. Changes nothing."""
    own = await _own(services, access.project_id)
    if body.draft is not None:
        try:
            own = [model for model in own if model.id != body.draft_id] + [_tried(_draft(body.draft))]
        except ModelError as error:
            raise _problem(error) from error
    model = PriceBook(own).find(body.model, body.provider, time.time_ns())
    draft_id = _DRAFT if body.draft else ""
    return exact_answer(
        present_pricing.match_result(model, body.usage, body.model_parameters, body.metadata, draft_id=draft_id)
    )


@router.put("/{model_id}", operation_id="replaceModel")
async def put_model(model_id: str, body: ModelInput, access: Access, services: ServicesOf) -> ModelView:
    """Change one of the project's own models; stored calls that it matches, or did before, are priced anew."""
    access.require(Role.MEMBER)
    try:
        model = await model_changes.replace_model(services, access.author, model_id, _draft(body))
    except ModelError as error:
        raise _problem(error) from error
    if model is None:
        raise _not_own()
    return present_pricing.model_view(model)


@router.delete("/{model_id}", operation_id="deleteModel", status_code=204)
async def delete_model(model_id: str, access: Access, services: ServicesOf) -> None:
    """Delete one of the project's own models; stored calls that it priced are priced anew."""
    access.require(Role.MEMBER)
    if not await model_changes.delete_model(services, access.author, model_id):
        raise _not_own()


async def _own(services: Services, project_id: str) -> list[PricedModel]:
    async with services.database.reading() as session:
        return await load_models(session, project_id)


def _searched(models: Iterable[PricedModel], text: str) -> Iterable[PricedModel]:
    words = text.lower().split()
    for model in models:
        searched = f"{model.name} {model.provider} {model.match_pattern}".lower()
        if all(word in searched for word in words):
            yield model


def _recently() -> TimeRange:
    return TimeRange(int(time.time() * 1e6) - USAGE_DAYS * US_PER_DAY, None)


def _draft(body: ModelInput) -> ModelDraft:
    draft = body.draft()
    check_draft(draft)
    return draft


def _tried(draft: ModelDraft) -> PricedModel:
    """A draft as if it were the project's newest model."""
    return PricedModel(
        id=_DRAFT,
        name=draft.name,
        match_pattern=draft.match_pattern,
        tiers=draft.tiers,
        start_ns=draft.start_ns,
        unit=draft.unit,
        created_ns=time.time_ns(),
    )


def _problem(error: ModelError) -> AppProblem:
    return AppProblem(422, str(error), "Correct it and save again.", field=error.field)


def _not_own() -> AppProblem:
    return AppProblem(
        404,
        "This project has no model of its own with this id.",
        "Managed models cannot be changed or deleted; clone one, and yours comes first.",
    )
