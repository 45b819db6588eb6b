"""The user's mentions in comments of a project: listed, counted, marked as read."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from sidelight.api.app import comment_models as models
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.platform.clock import to_iso
from sidelight.platform.comments.mentions import Mention, MentionKey, count_unread, list_mentions, mark_read
from sidelight.query.cursor import CursorError, decode_cursor, encode_cursor

router = APIRouter(prefix="/projects/{project_id}/mentions", tags=["comments"], route_class=ReadRoute)

_KIND = "mentions"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@router.get("", operation_id="listMentions")
async def get_mentions(
    access: Access, services: ServicesOf, query: Annotated[models.MentionParameters, Query()]
) -> models.MentionPage:
    """Comments that mention the user, newest first."""
    after = _key(query.cursor) if query.cursor else None
    found: list[Mention] = []
    last: MentionKey | None = None
    async with services.database.reading() as session:
        unread = await count_unread(session, access.project_id, access.user.id)
        if query.limit:
            found, last = await list_mentions(session, access.project_id, access.user.id, after, query.limit)
    cursor = None if last is None else encode_cursor(_KIND, ((last[0] - _EPOCH) // timedelta(microseconds=1), last[1]))
    return models.MentionPage(items=[_view(one) for one in found], next_cursor=cursor, unread=unread)


@router.post("/read", operation_id="markMentionsRead", status_code=204)
async def post_read(body: models.MentionsRead, access: Access, services: ServicesOf) -> None:
    """Mark mentions as read, or as unread again."""
    async with services.database.session() as session:
        await mark_read(session, access.project_id, access.user.id, body.comment_ids, is_read=body.is_read)


def _key(cursor: str) -> MentionKey:
    time_us, comment_id = decode_cursor(_KIND, cursor, (int, str))
    try:
        return _EPOCH + timedelta(microseconds=int(time_us)), str(comment_id)
    except OverflowError as error:
        raise CursorError("The cursor is damaged.") from error


def _view(mention: Mention) -> models.MentionView:
    name, version = mention.prompt or (None, None)
    return models.MentionView(
        comment=models.comment_of(mention.comment, mention.author_name),
        mentioned_at=to_iso(mention.created_at),
        is_read=mention.read_at is not None,
        prompt_name=name,
        prompt_version=version,
    )
