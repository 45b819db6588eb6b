"""Manages prompts: labels, tags, copies, new names, deletion. What a text says never changes here."""

from typing import Annotated

from fastapi import APIRouter, Query

from sidelight.api.app import present_prompts
from sidelight.api.app.prompt_models import (
    CopyPrompt,
    DeletePromptParameters,
    MoveLabels,
    PromotionPreview,
    PromptImpactView,
    PromptOverviewView,
    RenamedView,
    RenameFolder,
    RenamePrompt,
    TagPrompt,
)
from sidelight.api.app.prompt_problem import prompt_problems
from sidelight.api.app.prompts import PromptChoice, overview_of
from sidelight.api.app.protected_labels import expect_free_labels
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.platform.prompts.body import LATEST
from sidelight.platform.prompts.copying import copy_prompt
from sidelight.platform.prompts.deletion import delete_versions, what_would_go
from sidelight.platform.prompts.labels import move_labels
from sidelight.platform.prompts.moving import rename_folder, rename_prompt
from sidelight.platform.prompts.promotion import what_would_break
from sidelight.platform.prompts.protection import protected_of_prompt
from sidelight.platform.prompts.tags import retag
from sidelight.platform.tables import Role
from sidelight.query.prompt_metrics import count_uses

router = APIRouter(prefix="/projects/{project_id}/prompts", tags=["prompts"], route_class=ReadRoute)


@router.patch("/labels", operation_id="movePromptLabels")
async def patch_labels(body: MoveLabels, access: Access, services: ServicesOf) -> PromptOverviewView:
    """Point labels to versions, or take them off; other labels stay where they are."""
    access.require(Role.MEMBER)
    with prompt_problems("labels"):
        async with services.database.session() as session:
            await expect_free_labels(session, access, body.labels)
            await move_labels(
                session, access.project_id, body.name, body.labels, author=access.author, revision=body.revision
            )
            return present_prompts.prompt_overview(await overview_of(session, access.project_id, body.name))


@router.post("/labels/preview", operation_id="previewPromptLabels")
async def post_labels_preview(body: MoveLabels, access: Access, services: ServicesOf) -> PromotionPreview:
    """Say which versions could not be put together any more when the labels moved; nothing moves."""
    access.require(Role.MEMBER)
    with prompt_problems("labels"):
        async with services.database.reading() as session:
            breaks = await what_would_break(session, access.project_id, body.name, body.labels)
            return present_prompts.promotion(breaks)


@router.put("/tags", operation_id="tagPrompt")
async def put_tags(body: TagPrompt, access: Access, services: ServicesOf) -> PromptOverviewView:
    """Give a prompt these tags and no other."""
    access.require(Role.MEMBER)
    with prompt_problems("tags"):
        async with services.database.session() as session:
            await retag(session, access.project_id, body.name, body.tags, author=access.author, revision=body.revision)
            return present_prompts.prompt_overview(await overview_of(session, access.project_id, body.name))


@router.post("/copy", operation_id="copyPrompt", status_code=201)
async def post_copy(body: CopyPrompt, access: Access, services: ServicesOf) -> PromptOverviewView:
    """A new prompt with all versions of another, or with one of them as its first."""
    access.require(Role.MEMBER)
    with prompt_problems("newName"):
        async with services.database.session() as session:
            if body.version is None:  # its labels come along
                source = await overview_of(session, access.project_id, body.name)
                await expect_free_labels(session, access, [label for label in source.labels if label != LATEST])
            await copy_prompt(
                session, access.project_id, body.name, body.new_name, author=access.author, version=body.version
            )
            return present_prompts.prompt_overview(await overview_of(session, access.project_id, body.new_name))


@router.post("/rename", operation_id="renamePrompt")
async def post_rename(body: RenamePrompt, access: Access, services: ServicesOf) -> RenamedView:
    """Give a prompt another name. References to it are written anew, and it is still found by the old name."""
    access.require(Role.MEMBER)
    with prompt_problems("newName"):
        async with services.database.session() as session:
            moved = await rename_prompt(
                session, access.project_id, body.name, body.new_name, author=access.author, revision=body.revision
            )
    return present_prompts.renamed(moved)


@router.post("/rename-folder", operation_id="renamePromptFolder")
async def post_rename_folder(body: RenameFolder, access: Access, services: ServicesOf) -> RenamedView:
    """Move all prompts of a folder, and of the folders in it, to another."""
    access.require(Role.MEMBER)
    folder, new_folder = body.folder.strip("/"), body.new_folder.strip("/")
    with prompt_problems("newFolder"):
        async with services.database.session() as session:
            moved = await rename_folder(session, access.project_id, folder, new_folder, author=access.author)
    return present_prompts.renamed(moved)


@router.get("/impact", operation_id="getPromptImpact")
async def get_impact(
    access: Access, reader: Reader, services: ServicesOf, query: Annotated[PromptChoice, Query()]
) -> PromptImpactView:
    """What depends on a prompt, or on one version of it: to be told before it is deleted or renamed."""
    with prompt_problems():
        async with services.database.reading() as session:
            prompt = await overview_of(session, access.project_id, query.name)
            going = await what_would_go(session, access.project_id, prompt.name, query.version)
    uses = await count_uses(reader, [prompt.name, *prompt.former_names], query.version)
    return present_prompts.impact(going, uses)


@router.delete("", operation_id="deletePrompt", status_code=204)
async def delete_prompt(
    access: Access, services: ServicesOf, query: Annotated[DeletePromptParameters, Query()]
) -> None:
    """Delete a version, or a prompt with all its versions; refused while other prompts refer to it."""
    access.require(Role.MEMBER)
    with prompt_problems():
        async with services.database.session() as session:
            numbers = None if query.version is None else [query.version]
            held = await protected_of_prompt(session, access.project_id, query.name, numbers)
            await expect_free_labels(session, access, held)
            await delete_versions(
                session,
                access.project_id,
                query.name,
                author=access.author,
                version=query.version,
                revision=query.revision,
            )
