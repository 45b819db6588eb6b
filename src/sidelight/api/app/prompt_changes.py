"""Makes versions of prompts: a draft is looked at while it is written, and stored unless somebody was faster."""

from operator import attrgetter
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.api.app import present_prompt_changes, present_prompts
from sidelight.api.app.parameters import MAX_TEXT
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.prompt_change_models import (
    MAX_VERSION,
    CompositionView,
    CreatePromptVersion,
    PromptConflictDetail,
    PromptDraft,
    PromptPreviewView,
    ReferableView,
)
from sidelight.api.app.prompt_models import PromptVersionView
from sidelight.api.app.protected_labels import expect_free_labels
from sidelight.api.app.session import Access, ProjectAccess
from sidelight.api.json_answer import exact_answer
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.prompts.catalogue import CatalogueFilter, prompt_cards, prompt_heads
from sidelight.platform.prompts.composition import CompositionLine, included_by, including
from sidelight.platform.prompts.finding import find_prompt
from sidelight.platform.prompts.parts import load_parts
from sidelight.platform.prompts.preview import preview_version
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound, PromptRefusal
from sidelight.platform.prompts.resolution import PromptNode, put_together
from sidelight.platform.prompts.writing import API_AUTHOR, NewerVersion, create_version
from sidelight.platform.tables import Role
from sidelight.platform.users import names_of_members

router = APIRouter(prefix="/projects/{project_id}/prompts", tags=["prompts"])


MAX_REFERABLE = 30


class CompositionParameters(BaseModel):
    """Which version."""

    name: str = Field(max_length=MAX_TEXT, description="The whole name, with its folders.")
    version: int = Field(ge=1, le=MAX_VERSION)


@router.post(
    "",
    operation_id="createPromptVersion",
    status_code=201,
    response_model=PromptVersionView,
    responses={409: {"model": PromptConflictDetail, "description": "Somebody stored a version after `baseVersion`."}},
)
async def post_prompt(body: CreatePromptVersion, access: Access, services: ServicesOf) -> Response:
    """Store the next version of a prompt; the first one makes the prompt."""
    access.require(Role.MEMBER)
    try:
        async with services.database.session() as session:
            await expect_free_labels(session, access, body.labels)
            record = await create_version(
                session, access.project_id, body.new_version, access.author, body.base_version
            )
            return exact_answer(await _version(session, access, record), 201)
    except PromptRefusal as refusal:
        raise AppProblem(422, str(refusal), "Correct it and save again.", field=refusal.field) from refusal
    except PromptNotFound as missing:
        hint = "Give it another name, or save it as a new prompt under this one."
        raise AppProblem(404, str(missing), hint, field="name") from missing
    except NewerVersion as newer:
        return await _conflict(services, access, newer.latest)
    except PromptConflict as conflict:
        latest = await _latest(services, access, body.name)
        if latest is None:
            raise AppProblem(409, str(conflict), "Save again.") from conflict
        return await _conflict(services, access, latest)


@router.post("/preview", operation_id="previewPrompt", response_model=PromptPreviewView)
async def post_preview(body: PromptDraft, access: Access, services: ServicesOf) -> Response:
    """Put a draft together and tell everything that keeps it from being saved. Stores nothing."""
    async with services.database.reading() as session:
        preview = await preview_version(session, access.project_id, body.new_version)
        author = preview.latest.created_by if preview.latest else ""
        authors = await names_of_members(session, access.project_id, {author} - {API_AUTHOR, ""})
    return exact_answer(present_prompt_changes.preview(preview, authors))


@router.get("/referable", operation_id="listReferablePrompts")
async def get_referable(
    access: Access,
    services: ServicesOf,
    q: Annotated[str, Query(max_length=MAX_TEXT, description="Parts of a name.")] = "",
) -> list[ReferableView]:
    """Text prompts of all folders whose texts others can include, last changed first; at most 30."""
    where = CatalogueFilter(text=q, types=("text",))
    async with services.database.reading() as session:
        heads = await prompt_heads(session, access.project_id, where)
        heads = sorted(heads, key=attrgetter("updated_at"), reverse=True)[:MAX_REFERABLE]
        cards = await prompt_cards(session, [head.id for head in heads])
    return [
        ReferableView(name=head.name, latest_version=cards[head.id].latest_version, labels=list(cards[head.id].labels))
        for head in heads
        if head.id in cards
    ]


@router.get("/composition", operation_id="getPromptComposition", response_model=CompositionView)
async def get_composition(
    access: Access, services: ServicesOf, query: Annotated[CompositionParameters, Query()]
) -> Response:
    """What a version includes, and what includes it, all the way."""
    async with services.database.reading() as session:
        record = await find_prompt(session, access.project_id, query.name, version=query.version)
        if record is None:
            raise AppProblem(
                404, "This project has no such version of a prompt.", "Look in the list of prompts.", field="version"
            )
        included_in, has_more_above = await including(session, record)
        includes: list[CompositionLine] = []
        has_more_below = False
        try:
            parts = await load_parts(session, access.project_id, record.body)
            includes, has_more_below = included_by(record.name, record.body, parts)
            node = PromptNode(record.id, record.name, record.version)
            resolved, problem = put_together(node, record.body, parts).body, ""
        except PromptRefusal as refusal:
            resolved, problem = None, str(refusal)
    has_more = has_more_above or has_more_below
    return exact_answer(present_prompt_changes.composition(includes, included_in, has_more, resolved, problem))


async def _conflict(services: Services, access: ProjectAccess, latest: PromptRecord) -> Response:
    """409 with the newest version, so that nobody loses what was written."""
    async with services.database.reading() as session:
        view = await _version(session, access, latest)
    by = {"": "somebody", API_AUTHOR: "a program"}.get(view.created_by, view.created_by)
    detail = PromptConflictDetail(
        message=f"Version {latest.version} was saved by {by} after you began.",
        hint="Compare it with yours; then save yours on top of it, or take over what is new.",
        field="baseVersion",
        latest=view,
    )
    return exact_answer(detail, 409)


async def _latest(services: Services, access: ProjectAccess, name: str) -> PromptRecord | None:
    async with services.database.reading() as session:
        return await find_prompt(session, access.project_id, name, label="latest")


async def _version(session: AsyncSession, access: ProjectAccess, record: PromptRecord) -> PromptVersionView:
    authors = await names_of_members(session, access.project_id, {record.created_by} - {API_AUTHOR})
    return present_prompts.prompt_version(record, authors)
