"""Deletes traces and scores for the web app."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from sidelight.api.acceptance import accept_entry, trace_deletion, web_meta
from sidelight.api.app.models import AppModel
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.score_keeping import noted
from sidelight.api.app.session import Access, ProjectAccess
from sidelight.api.services import Services, ServicesOf
from sidelight.ingest.deletion import Deletion, encode_deletion
from sidelight.ingest.words import DELETIONS
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.comments.writing import delete_comments_of_traces
from sidelight.platform.tables import Role
from sidelight.query.score_records import load_score_records
from sidelight.store.journal import JournalError

router = APIRouter(prefix="/projects/{project_id}", tags=["deletion"], route_class=ReadRoute)

MAX_IDS = 1000


class DeletedIds(AppModel):
    """What to delete; ids that do not exist are deleted already."""

    ids: list[Annotated[str, Field(min_length=1)]] = Field(min_length=1, max_length=MAX_IDS)


@router.delete("/traces", operation_id="deleteTraces", status_code=204)
async def delete_traces(request: Request, access: Access, services: ServicesOf, body: DeletedIds) -> None:
    """Delete traces with their observations, scores and events, for good."""
    ids = tuple(dict.fromkeys(body.ids))
    await journal_deletion(request, access, services, Deletion(trace_ids=ids))
    async with services.database.session() as session:
        await delete_comments_of_traces(session, access.project_id, ids)
        await note_change(session, access.author, trace_deletion(ids))


@router.delete("/scores", operation_id="deleteScores", status_code=204)
async def delete_scores(
    request: Request, access: Access, reader: Reader, services: ServicesOf, body: DeletedIds
) -> None:
    """Delete scores, for good."""
    access.require(Role.MEMBER)
    ids = tuple(dict.fromkeys(body.ids))
    known = await load_score_records(reader, ids)
    await journal_deletion(request, access, services, Deletion(score_ids=ids))
    if not known:
        return
    name = known[0].name if len(known) == 1 else f"{len(known)} scores"
    before = [{"id": score.id, "name": score.name, **noted(score)} for score in known]
    async with services.database.session() as session:
        await note_change(session, access.author, Change("delete", "score", known[0].id, name, before=before))


async def journal_deletion(request: Request, access: ProjectAccess, services: Services, deletion: Deletion) -> None:
    """Let the pipeline delete, for members and above, and wait until it is visible."""
    access.require(Role.MEMBER)
    meta = web_meta(request, access.user.id)
    try:
        await accept_entry(services, access.project_id, DELETIONS, encode_deletion(deletion), meta)
    except JournalError as error:
        hint = "Free some disk space or look at the server's log, then try again."
        raise AppProblem(503, "The deletion could not be stored.", hint) from error
