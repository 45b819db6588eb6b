"""Who is called to which comments, and what of it they have read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.comments.reading import standing_in
from sidelight.platform.comments.tables import Comment, CommentMention, ObjectType
from sidelight.platform.prompts.tables import Prompt, PromptVersion
from sidelight.platform.users import names_of_members


@dataclass(frozen=True, slots=True)
class Mention:
    """A comment that calls the user. ``prompt`` is name and version where it is about one."""

    comment: Comment
    author_name: str
    read_at: datetime | None
    created_at: datetime
    prompt: tuple[str, int] | None = None


MentionKey = tuple[datetime, str]
"""When somebody was called, and the comment's id."""


async def count_unread(session: AsyncSession, project_id: str, user_id: str) -> int:
    """How many mentions the user has not read."""
    return (
        await session.scalar(
            select(func.count())
            .select_from(CommentMention)
            .join(Comment, Comment.id == CommentMention.comment_id)
            .where(
                Comment.deleted_at.is_(None),
                CommentMention.user_id == user_id,
                CommentMention.project_id == project_id,
                CommentMention.read_at.is_(None),
            )
        )
        or 0
    )


async def list_mentions(
    session: AsyncSession, project_id: str, user_id: str, after: MentionKey | None, limit: int
) -> tuple[list[Mention], MentionKey | None]:
    """The user's mentions in a project, newest first, and the key to go on from, None at the end."""
    query = (
        select(Comment, CommentMention)
        .join(CommentMention, CommentMention.comment_id == Comment.id)
        .where(
            CommentMention.user_id == user_id,
            CommentMention.project_id == project_id,
            standing_in(project_id),
        )
        .order_by(CommentMention.created_at.desc(), CommentMention.comment_id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(tuple_(CommentMention.created_at, CommentMention.comment_id) < tuple_(*after))
    rows = (await session.execute(query)).all()
    shown = rows[:limit]
    names = await names_of_members(session, project_id, {comment.author_user_id or "" for comment, _ in shown})
    prompts = await _prompts(
        session, [comment.object_id for comment, _ in shown if comment.object_type == ObjectType.PROMPT]
    )
    found = [
        Mention(
            comment,
            names.get(comment.author_user_id or "", comment.author_name),
            mention.read_at,
            mention.created_at,
            prompts.get(comment.object_id) if comment.object_type == ObjectType.PROMPT else None,
        )
        for comment, mention in shown
    ]
    last = shown[-1][1] if len(rows) > limit else None
    return found, None if last is None else (last.created_at, last.comment_id)


async def mark_read(
    session: AsyncSession, project_id: str, user_id: str, comment_ids: Sequence[str] | None, *, is_read: bool = True
) -> None:
    """Mark mentions as read, or as unread again; None is all of the project."""
    statement = update(CommentMention).where(
        CommentMention.user_id == user_id,
        CommentMention.project_id == project_id,
        CommentMention.read_at.is_(None) if is_read else CommentMention.read_at.is_not(None),
    )
    if comment_ids is not None:
        statement = statement.where(CommentMention.comment_id.in_(comment_ids))
    await session.execute(statement.values(read_at=now() if is_read else None))


async def _prompts(session: AsyncSession, version_ids: Sequence[str]) -> dict[str, tuple[str, int]]:
    if not version_ids:
        return {}
    rows = await session.execute(
        select(PromptVersion.id, Prompt.name, PromptVersion.version)
        .join(Prompt, Prompt.id == PromptVersion.prompt_id)
        .where(PromptVersion.id.in_(version_ids))
    )
    return {version_id: (name, version) for version_id, name, version in rows}
