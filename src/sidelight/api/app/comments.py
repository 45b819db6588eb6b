"""Comments of a project: the thread of an object, counts for lists, and what people do with comments."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.api.app import comment_models as models
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access, ProjectAccess
from sidelight.api.comment_subject import find_subject
from sidelight.api.services import ServicesOf
from sidelight.platform.comments.content import CommentRefusal
from sidelight.platform.comments.reading import (
    Subject,
    count_comments,
    find_comment,
    load_thread,
    read_comment,
)
from sidelight.platform.comments.tables import Comment, ObjectType
from sidelight.platform.comments.writing import create_comment, delete_comment, edit_comment, react, restore_comment
from sidelight.platform.tables import Role


class CommentRoute(ReadRoute):
    """A route over comments: their refusals become problems with a remedy."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the refusals of comments translated."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except CommentRefusal as refusal:
                raise AppProblem(422, str(refusal), field=refusal.field) from refusal

        return guarded


router = APIRouter(prefix="/projects/{project_id}/comments", tags=["comments"], route_class=CommentRoute)


@router.get("", operation_id="listComments")
async def get_comments(
    access: Access, services: ServicesOf, query: Annotated[models.ThreadParameters, Query()]
) -> models.CommentThread:
    """The comments on one object."""
    subject = Subject(ObjectType(query.object_type), query.object_id, query.trace_id)
    async with services.database.reading() as session:
        thread = await load_thread(session, access.project_id, subject, with_steps=query.within, limit=query.limit)
    return models.thread_view(thread)


@router.post("/counts", operation_id="countComments")
async def post_counts(body: models.CountRequest, access: Access, services: ServicesOf) -> models.CommentCounts:
    """How many comments many objects have; nothing is stored."""
    subjects = [Subject(ObjectType(body.object_type), one.id, one.trace_id or "") for one in body.subjects]
    with_steps = body.within and body.object_type == "TRACE"
    async with services.database.reading() as session:
        found = await count_comments(session, access.project_id, subjects, with_steps=with_steps)
    return models.CommentCounts(counts=[found.get(subject, 0) for subject in subjects])


@router.post("", operation_id="createComment", status_code=201)
async def post_comment(
    body: models.NewComment, access: Access, reader: Reader, services: ServicesOf
) -> models.CommentView:
    """Comment on an object; who is mentioned finds it in their mentions."""
    access.require(Role.MEMBER)
    anchor = None if body.anchor is None else body.anchor.anchor()
    async with services.database.reading() as session:
        subject = await find_subject(reader, session, ObjectType(body.object_type), body.object_id, body.trace_id or "")
    if subject is None:
        raise AppProblem(
            404,
            f"There is no such {body.object_type.lower()} in this project.",
            "It may have been deleted; load the page again.",
            field="objectId",
        )
    async with services.database.session() as session:
        row = await create_comment(
            session,
            access.project_id,
            subject,
            body.content,
            access.author,
            author_user_id=access.user.id,
            anchor=anchor,
        )
        return await _view(session, access, row)


@router.patch("/{comment_id}", operation_id="editComment")
async def patch_comment(
    comment_id: str, body: models.CommentEdit, access: Access, services: ServicesOf
) -> models.CommentView:
    """Change the text of one's own comment; 409 when it was changed after ``revision``."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        row = await _own(session, access, comment_id)
        await edit_comment(session, row, body.content, body.revision, access.author)
        return await _view(session, access, row)


@router.delete("/{comment_id}", operation_id="deleteComment", status_code=204)
async def remove_comment(comment_id: str, access: Access, services: ServicesOf) -> None:
    """Delete one's own comment, or as admin anybody's; ``restore`` undoes it within a day."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        row = await _own(session, access, comment_id, or_admin=True)
        await delete_comment(session, row, access.author)


@router.post("/{comment_id}/restore", operation_id="restoreComment")
async def post_restore(comment_id: str, access: Access, services: ServicesOf) -> models.CommentView:
    """Bring one's own deleted comment back as it was, or as admin anybody's."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        row = await _own(session, access, comment_id, or_admin=True, is_deleted=True)
        await restore_comment(session, row, access.author)
        return await _view(session, access, row)


@router.put("/{comment_id}/reactions", operation_id="reactToComment")
async def put_reaction(
    comment_id: str, body: models.ReactionChange, access: Access, services: ServicesOf
) -> models.CommentView:
    """Set a reaction, or take it back."""
    access.require(Role.MEMBER)
    async with services.database.session() as session:
        row = await _found(session, access, comment_id)
        await react(session, row, access.user.id, body.reaction, is_on=body.is_on)
        return await _view(session, access, row)


async def _found(session: AsyncSession, access: ProjectAccess, comment_id: str, *, is_deleted: bool = False) -> Comment:
    row = await find_comment(session, access.project_id, comment_id, is_deleted=is_deleted)
    if row is None:
        raise AppProblem(404, "There is no such comment in this project.", "It may have been deleted.")
    return row


async def _own(
    session: AsyncSession, access: ProjectAccess, comment_id: str, *, or_admin: bool = False, is_deleted: bool = False
) -> Comment:
    row = await _found(session, access, comment_id, is_deleted=is_deleted)
    if row.author_user_id != access.user.id and not (or_admin and access.role.reaches(Role.ADMIN)):
        who = "who wrote it, or an admin" if or_admin else "who wrote it"
        raise AppProblem(403, f"Only {who} may change a comment.", "Answer it with a comment of your own.")
    return row


async def _view(session: AsyncSession, access: ProjectAccess, row: Comment) -> models.CommentView:
    return models.comment_view(*await read_comment(session, access.project_id, row))
