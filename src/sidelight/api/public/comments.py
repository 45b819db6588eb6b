"""/api/public/comments: make comments, and read them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sidelight.api.comment_subject import find_subject
from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.auth import PublicKey
from sidelight.api.public.errors import InvalidRequest, NotFound, PublicRoute
from sidelight.api.public.parameters import PageParameters, Text, blank_as_none
from sidelight.api.public.reading import Reader
from sidelight.api.services import ServicesOf
from sidelight.platform.clock import to_iso
from sidelight.platform.comments.content import CommentRefusal
from sidelight.platform.comments.reading import CommentFilter, find_comment, list_comments
from sidelight.platform.comments.tables import Comment, ObjectType
from sidelight.platform.comments.writing import create_comment

router = APIRouter(tags=["Comments"], route_class=PublicRoute)


def _upper(value: Any) -> Any:
    """The contract writes types in small letters in its text and in capitals in its schema; both are taken."""
    return value.upper() if isinstance(value, str) else value


TypeName = Annotated[ObjectType, BeforeValidator(_upper)]


class CreateComment(BaseModel):
    """``CreateCommentRequest``."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")

    project_id: str
    object_type: TypeName
    object_id: str = Field(min_length=1)
    content: str = Field(min_length=1)
    author_user_id: str | None = None


class CommentListParameters(PageParameters):
    """What comments can be narrowed by; an id needs the type that it belongs to."""

    object_type: Annotated[TypeName | None, BeforeValidator(blank_as_none)] = None
    object_id: Text = None
    author_user_id: Text = None


@router.post("/comments")
async def post_comment(access: PublicKey, reader: Reader, services: ServicesOf, body: CreateComment) -> Response:
    """Comment on an object that exists, as a user of the organisation or as nobody."""
    if body.project_id != access.project_id:
        raise InvalidRequest("projectId", "The key belongs to another project than the one named here.")
    async with services.database.reading() as session:
        subject = await find_subject(reader, session, body.object_type, body.object_id)
    if subject is None:
        raise NotFound(f"Reference object, {body.object_type}: {body.object_id} not found. Skipping creating comment.")
    try:
        async with services.database.session() as session:
            row = await create_comment(
                session,
                access.project_id,
                subject,
                body.content,
                access.author,
                author_user_id=body.author_user_id,
            )
    except CommentRefusal as refusal:
        raise InvalidRequest(refusal.field, str(refusal)) from refusal
    return json_response({"id": row.id})


@router.get("/comments")
async def get_comments(
    access: PublicKey, services: ServicesOf, query: Annotated[CommentListParameters, Query()]
) -> Response:
    """A page of comments, newest first."""
    if query.object_id is not None and query.object_type is None:
        raise InvalidRequest("objectType", "An id belongs to a type: give 'objectType' too.")
    where = CommentFilter(query.object_type, query.object_id, query.author_user_id)
    async with services.database.reading() as session:
        rows, total = await list_comments(session, access.project_id, where, query.page, query.limit)
    return page_response([_shape(row) for row in rows], query, total)


@router.get("/comments/{comment_id}")
async def get_comment(access: PublicKey, services: ServicesOf, comment_id: str) -> Response:
    """One comment."""
    async with services.database.reading() as session:
        row = await find_comment(session, access.project_id, comment_id)
    if row is None:
        raise NotFound("Comment not found within authorized project")
    return json_response(_shape(row))


def _shape(row: Comment) -> dict[str, Any]:
    """``Comment``."""
    return {
        "id": row.id,
        "projectId": row.project_id,
        "createdAt": to_iso(row.created_at),
        "updatedAt": to_iso(row.updated_at),
        "objectType": row.object_type,
        "objectId": row.object_id,
        "content": row.content,
        "authorUserId": row.author_user_id,
    }
