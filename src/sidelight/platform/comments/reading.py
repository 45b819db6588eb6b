"""Reads comments: the thread of an object, pages for the public API, and how many there are of many objects."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.comments.tables import Comment, CommentReaction, ObjectType, object_key, trace_key
from sidelight.platform.users import names_of_members

THREAD = 500
MAX_THREAD = 5_000


@dataclass(frozen=True, slots=True)
class Subject:
    """What is commented on. Ids of observations are unique in their trace alone, so that is named too where known."""

    object_type: ObjectType
    object_id: str
    trace_id: str = ""


@dataclass(frozen=True, slots=True)
class ReadComment:
    """A comment with its author's name now, and who reacted to it: user ids by reaction, in order."""

    row: Comment
    author_name: str
    reactions: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thread:
    """The newest comments, oldest first, of ``total``; ``names`` are those of all who wrote or reacted."""

    comments: list[ReadComment]
    total: int
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """None is no condition."""

    object_type: ObjectType | None = None
    object_id: str | None = None
    author_user_id: str | None = None


async def load_thread(
    session: AsyncSession, project_id: str, subject: Subject, *, with_steps: bool = False, limit: int = THREAD
) -> Thread:
    """The newest comments on an object; with ``with_steps``, those on the observations of a trace too."""
    conditions = [standing_in(project_id), *_of_subject(subject, with_steps)]
    total = await session.scalar(select(func.count()).select_from(Comment).where(*conditions)) or 0
    rows = await session.scalars(
        select(Comment).where(*conditions).order_by(Comment.created_at.desc(), Comment.id.desc()).limit(limit)
    )
    comments, names = await _read(session, project_id, list(rows)[::-1])
    return Thread(comments, total, names)


async def list_comments(
    session: AsyncSession, project_id: str, where: CommentFilter, page: int, limit: int
) -> tuple[Sequence[Comment], int]:
    """One page of comments, newest first, and how many there are."""
    conditions = [standing_in(project_id)]
    if where.object_type is not None:
        conditions.append(Comment.object_type == where.object_type)
        if where.object_id is not None:
            conditions.append(Comment.object_key == object_key(where.object_type, where.object_id))
    if where.author_user_id is not None:
        conditions.append(Comment.author_user_id == where.author_user_id)
    total = await session.scalar(select(func.count()).select_from(Comment).where(*conditions))
    rows = await session.scalars(
        select(Comment)
        .where(*conditions)
        .order_by(Comment.created_at.desc(), Comment.id.desc())
        .limit(limit)
        .offset((page - 1) * limit)
    )
    return rows.all(), total or 0


async def find_comment(
    session: AsyncSession, project_id: str, comment_id: str, *, is_deleted: bool = False
) -> Comment | None:
    """One comment, or with ``is_deleted`` one that can be brought back; None when the project has no such."""
    where = Comment.project_id == project_id, Comment.deleted_at.is_not(None)
    there = where if is_deleted else [standing_in(project_id)]
    return await session.scalar(select(Comment).where(*there, Comment.id == comment_id))


def standing_in(project_id: str) -> ColumnElement[bool]:
    """The comments of a project that are not deleted."""
    return and_(Comment.project_id == project_id, Comment.deleted_at.is_(None))


async def read_comment(session: AsyncSession, project_id: str, row: Comment) -> tuple[ReadComment, dict[str, str]]:
    """A comment with its reactions, and the names of who wrote and reacted."""
    (comment,), names = await _read(session, project_id, [row])
    return comment, names


async def count_comments(
    session: AsyncSession, project_id: str, subjects: Collection[Subject], *, with_steps: bool = False
) -> dict[Subject, int]:
    """How many comments the subjects have, by one statement; those without any are left out.

    With ``with_steps``, the comments on its observations count for a trace.
    """
    keys = {_key_of(subject, with_steps): subject for subject in subjects}
    if not keys:
        return {}
    column = Comment.trace_key if with_steps else Comment.object_key
    rows = await session.execute(
        select(column, Comment.trace_id, func.count())
        .where(standing_in(project_id), column.in_({key for key, _ in keys}))
        .group_by(column, Comment.trace_id)
    )
    found: dict[Subject, int] = {}
    for key, trace_id, count in rows:
        subject = keys.get((key, "" if with_steps else trace_id)) or keys.get((key, ""))
        if subject is not None:
            found[subject] = found.get(subject, 0) + count
    return found


def _key_of(subject: Subject, with_steps: bool) -> tuple[str, str]:
    if with_steps:
        return trace_key(subject.object_id), ""
    trace_id = subject.trace_id if subject.object_type is ObjectType.OBSERVATION else ""
    return object_key(subject.object_type, subject.object_id), trace_id


def _of_subject(subject: Subject, with_steps: bool) -> list[ColumnElement[bool]]:
    if with_steps and subject.object_type is ObjectType.TRACE:
        return [Comment.trace_key == trace_key(subject.object_id)]
    found: list[ColumnElement[bool]] = [
        Comment.object_key == object_key(subject.object_type, subject.object_id),
    ]
    if subject.object_type is ObjectType.OBSERVATION and subject.trace_id:
        found.append(Comment.trace_key == trace_key(subject.trace_id))
    return found


async def _read(
    session: AsyncSession, project_id: str, rows: Sequence[Comment]
) -> tuple[list[ReadComment], dict[str, str]]:
    reactions: dict[str, dict[str, list[str]]] = {}
    given = await session.scalars(
        select(CommentReaction)
        .where(CommentReaction.comment_id.in_([row.id for row in rows]))
        .order_by(CommentReaction.created_at, CommentReaction.user_id)
    )
    people = {row.author_user_id for row in rows if row.author_user_id}
    for one in given:
        reactions.setdefault(one.comment_id, {}).setdefault(one.reaction, []).append(one.user_id)
        people.add(one.user_id)
    names = await names_of_members(session, project_id, people)
    return [
        ReadComment(row, names.get(row.author_user_id or "", row.author_name), reactions.get(row.id, {}))
        for row in rows
    ], names
