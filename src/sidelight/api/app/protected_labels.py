"""Protected labels of prompts: admins choose them, and only admins move them.

API keys may move every label: they belong to programs that deploy, and open the whole project (as in Langfuse).
"""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.api.app import present_prompt_changes
from sidelight.api.app.parameters import MAX_TEXT
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.prompt_change_models import ProtectedLabelView, ProtectLabel
from sidelight.api.app.session import Access, ProjectAccess
from sidelight.api.services import ServicesOf
from sidelight.platform.prompts.protection import protect_label, protected_among, protected_labels, unprotect_label
from sidelight.platform.prompts.refusal import PromptNotFound, PromptRefusal
from sidelight.platform.tables import Role
from sidelight.platform.users import names_of_members

router = APIRouter(prefix="/projects/{project_id}/protected-prompt-labels", tags=["prompts"])


async def expect_free_labels(session: AsyncSession, access: ProjectAccess, labels: Collection[str]) -> None:
    """Raise a 403 problem when somebody below admin is about to set, move or delete a protected label."""
    if access.role.reaches(Role.ADMIN):
        return
    found = await protected_among(session, access.project_id, labels)
    if found:
        what = f"The label {found[0]!r} is" if len(found) == 1 else f"The labels {', '.join(map(repr, found))} are"
        raise AppProblem(
            403,
            f"{what} protected: only admins and owners may set, move or delete it.",
            "Ask one of them, or leave it out.",
            field="labels",
        )


@router.get("", operation_id="listProtectedLabels")
async def get_labels(access: Access, services: ServicesOf) -> list[ProtectedLabelView]:
    """The protected labels by name."""
    async with services.database.reading() as session:
        found = await protected_labels(session, access.project_id)
        authors = await names_of_members(session, access.project_id, {one.created_by for one in found})
    return [present_prompt_changes.protected_label(one, authors) for one in found]


@router.post("", operation_id="protectLabel", status_code=204)
async def post_label(body: ProtectLabel, access: Access, services: ServicesOf) -> None:
    """Protect a label."""
    access.require(Role.ADMIN)
    try:
        async with services.database.session() as session:
            await protect_label(session, access.project_id, access.author, body.label)
    except PromptRefusal as refusal:
        raise AppProblem(422, str(refusal), "Choose another label.", field=refusal.field) from refusal


@router.delete("", operation_id="unprotectLabel", status_code=204)
async def delete_label(access: Access, services: ServicesOf, label: Annotated[str, Query(max_length=MAX_TEXT)]) -> None:
    """Let members move a label again."""
    access.require(Role.ADMIN)
    try:
        async with services.database.session() as session:
            await unprotect_label(session, access.project_id, access.author, label)
    except PromptNotFound as missing:
        raise AppProblem(404, str(missing), "Load the list again.", field="label") from missing
