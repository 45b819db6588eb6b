"""Writes comments: says, changes, takes back, reacts. Every change is noted in the audit log."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.clock import now
from sidelight.platform.comments.content import (
    Anchor,
    CommentRefusal,
    Reaction,
    checked_anchor,
    checked_content,
    mentioned_ids,
    newly_mentioned,
)
from sidelight.platform.comments.reading import Subject
from sidelight.platform.comments.tables import Comment, CommentMention, CommentReaction, object_key, trace_key
from sidelight.platform.revision import expect_revision
from sidelight.platform.users import ids_of_able, names_of_members

# Deleting can be undone this long.
KEPT_AFTER_DELETION = timedelta(days=1)
_KEY_BATCH = 500


async def create_comment(
    session: AsyncSession,
    project_id: str,
    subject: Subject,
    content: str,
    author: Author,
    *,
    author_user_id: str | None = None,
    anchor: Anchor | None = None,
) -> Comment:
    """Comment on an object that is known to exist; calls those who are mentioned.

    Raises:
        CommentRefusal: the text or the anchor is not usable, or the author is no member of the organisation.
    """
    text = checked_content(content)
    place = None if anchor is None else checked_anchor(anchor)
    name = author.name
    if author_user_id is not None and author_user_id != author.id:
        names = await names_of_members(session, project_id, [author_user_id])
        if author_user_id not in names:
            raise CommentRefusal("authorUserId", "This user is no member of the organisation that owns the project.")
        name = names[author_user_id]
    row = Comment(
        project_id=project_id,
        object_type=subject.object_type.value,
        object_id=subject.object_id,
        object_key=object_key(subject.object_type, subject.object_id),
        trace_id=subject.trace_id,
        trace_key=trace_key(subject.trace_id),
        content=text,
        anchor=None if place is None else place.as_json(),
        author_user_id=author_user_id,
        author_name=name,
    )
    row.updated_at = row.created_at = now()
    session.add(row)
    await session.flush()
    await _call(session, row, newly_mentioned(text, (), author_user_id))
    await note_change(session, author, Change("create", "comment", row.id, _name(row), after=_facts(row)))
    return row


async def edit_comment(session: AsyncSession, row: Comment, content: str, revision: int | None, author: Author) -> None:
    """Give a comment another text: calls who is mentioned now, and no longer who is not.

    Raises:
        CommentRefusal: the text is not usable.
        StaleRevision: it was changed meanwhile.
    """
    text = checked_content(content)
    expect_revision(row, revision)
    if text == row.content:
        return
    before = _facts(row)
    row.content, row.updated_at = text, now()
    await session.flush()
    called = set(await session.scalars(select(CommentMention.user_id).where(CommentMention.comment_id == row.id)))
    gone = called - set(mentioned_ids(text))
    if gone:
        await session.execute(
            delete(CommentMention).where(CommentMention.comment_id == row.id, CommentMention.user_id.in_(gone))
        )
    await _call(session, row, newly_mentioned(text, called, row.author_user_id))
    await note_change(session, author, Change("update", "comment", row.id, _name(row), before, _facts(row)))


async def delete_comment(session: AsyncSession, row: Comment, author: Author) -> None:
    """Take a comment back, with the reactions to it and the mentions in it; for a day it can be restored."""
    at = now()
    await session.execute(
        delete(Comment).where(Comment.project_id == row.project_id, Comment.deleted_at < at - KEPT_AFTER_DELETION)
    )
    row.deleted_at = at
    await session.flush()
    await note_change(session, author, Change("delete", "comment", row.id, _name(row), before=_facts(row)))


async def restore_comment(session: AsyncSession, row: Comment, author: Author) -> None:
    """Undo a deletion: the comment is as it was."""
    row.deleted_at = None
    await session.flush()
    await note_change(session, author, Change("restore", "comment", row.id, _name(row), after=_facts(row)))


async def delete_comments_of_traces(session: AsyncSession, project_id: str, trace_ids: Sequence[str]) -> None:
    """Delete what is said of traces that are deleted, and of their observations."""
    keys = [trace_key(trace_id) for trace_id in trace_ids if trace_id]
    for start in range(0, len(keys), _KEY_BATCH):
        await session.execute(
            delete(Comment).where(
                Comment.project_id == project_id, Comment.trace_key.in_(keys[start : start + _KEY_BATCH])
            )
        )


async def react(session: AsyncSession, row: Comment, user_id: str, reaction: Reaction, *, is_on: bool) -> None:
    """Set or take back a reaction; the same twice is once. Reactions are no changes worth an audit entry."""
    if not is_on:
        await session.execute(
            delete(CommentReaction).where(
                CommentReaction.comment_id == row.id,
                CommentReaction.user_id == user_id,
                CommentReaction.reaction == reaction,
            )
        )
        return
    try:
        async with session.begin_nested():
            session.add(CommentReaction(comment_id=row.id, user_id=user_id, reaction=reaction))
    except IntegrityError:
        return


async def _call(session: AsyncSession, row: Comment, user_ids: Collection[str]) -> None:
    """Mention those who can open the project; others are words."""
    if not user_ids:
        return
    able = await ids_of_able(session, row.project_id, user_ids)
    session.add_all(
        CommentMention(comment_id=row.id, user_id=user_id, project_id=row.project_id, created_at=row.updated_at)
        for user_id in user_ids
        if user_id in able
    )
    await session.flush()


def _name(row: Comment) -> str:
    return f"on {row.object_type.lower()} {row.object_id}"


def _facts(row: Comment) -> dict[str, object]:
    return {"objectType": row.object_type, "objectId": row.object_id, "content": row.content}
