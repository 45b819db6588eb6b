"""What the database knows of media: files, and the places that they belong to.

A file that loses its last place is removed. Adding a place and removing a file both lock the file's row first, so that
neither misses the other: SQLite has one writer at a time, PostgreSQL locks the rows.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.model.media import MediaPlace
from sidelight.platform.clock import now
from sidelight.platform.media.tables import Media, MediaLink
from sidelight.platform.storable import is_storable

MAX_ERROR_LENGTH = 1000
_CHUNK = 500  # parameters of one statement are limited
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class MediaRecord:
    """A file. ``content_length`` is in bytes; ``uploaded_at`` is None while only announced."""

    id: str
    sha256: str
    content_type: str
    content_length: int
    uploaded_at: datetime | None
    upload_error: str | None
    blob_key: str | None


@dataclass(frozen=True, slots=True)
class PlacedMedia:
    """A file at one of its places."""

    record: MediaRecord
    place: MediaPlace


@dataclass(frozen=True, slots=True)
class NewMedia:
    """A file about to be known; ``blob_key`` when its bytes are stored already."""

    id: str
    sha256: str
    content_type: str
    content_length: int
    blob_key: str | None = None


async def find_media(session: AsyncSession, project_id: str, ids: Collection[str]) -> dict[str, MediaRecord]:
    """The files of the project with these ids, by id."""
    found: dict[str, MediaRecord] = {}
    for chunk in _chunks(sorted(ids)):
        rows = await session.scalars(select(Media).where(Media.project_id == project_id, Media.id.in_(chunk)))
        found |= {row.id: _record(row) for row in rows}
    return found


async def announce(session: AsyncSession, project_id: str, new: Iterable[NewMedia]) -> dict[str, MediaRecord]:
    """Make files known, and give them as they are now, by id; held until the transaction ends.

    A file that is known keeps its bytes and takes the new type; one without bytes gets those of ``new``.
    """
    found: dict[str, MediaRecord] = {}
    for media in sorted(
        new, key=lambda one: one.id
    ):  # always in one order, so that two writers do not block each other
        values = {
            "project_id": project_id,
            "id": media.id,
            "sha256": media.sha256,
            "content_type": media.content_type,
            "content_length": media.content_length,
            "created_at": now(),
        }
        # Inserted or updated, the row is locked by this one statement; it could be removed between two.
        insert = _insert(session)(Media).values(values)
        same_type = {"content_type": insert.excluded.content_type}
        await session.execute(insert.on_conflict_do_update(index_elements=["project_id", "id"], set_=same_type))
        row = await _locked(session, project_id, media.id)
        assert row is not None  # noqa: S101 - see above
        _take(row, media)
        found[media.id] = _record(row)
    await session.flush()
    return found


async def complete(session: AsyncSession, project_id: str, media: NewMedia) -> bool:
    """Note where the bytes of an announced file are; False when it is unknown, or has its bytes already."""
    row = await _locked(session, project_id, media.id)
    if row is None or row.blob_key:
        return False
    _take(row, media)
    return True


async def note_failure(session: AsyncSession, project_id: str, media_id: str, error: str) -> None:
    """Keep what a sender said about an upload that failed; a file that has its bytes stays as it is."""
    row = await _locked(session, project_id, media_id)
    if row is not None and row.blob_key is None:
        row.upload_error = error[:MAX_ERROR_LENGTH]


async def link(session: AsyncSession, project_id: str, links: Iterable[tuple[str, MediaPlace]]) -> None:
    """Note places of files by id; known ones stay."""
    values = [
        {
            "id": _link_id(project_id, media_id, place),
            "project_id": project_id,
            "media_id": media_id,
            "field": place.field,
            "trace_id": place.trace_id,
            "observation_id": place.observation_id,
            "dataset_id": place.dataset_id,
            "dataset_item_id": place.dataset_item_id,
            "created_at": now(),
        }
        for media_id, place in links
    ]
    for chunk in _chunks(values):
        await session.execute(_insert(session)(MediaLink).values(chunk).on_conflict_do_nothing())


async def list_of_trace(session: AsyncSession, project_id: str, trace_id: str, limit: int) -> list[PlacedMedia]:
    """Files of a trace and its observations, oldest first."""
    rows = await session.execute(
        select(Media, MediaLink)
        .join(MediaLink, (MediaLink.project_id == Media.project_id) & (MediaLink.media_id == Media.id))
        .where(MediaLink.project_id == project_id, MediaLink.trace_id == trace_id)
        .order_by(MediaLink.created_at, MediaLink.id)
        .limit(limit)
    )
    return [PlacedMedia(_record(media), _place(found)) for media, found in rows]


async def unlink_traces(session: AsyncSession, project_id: str, trace_ids: Collection[str]) -> list[str]:
    """Take files from traces, and remove those that belong nowhere any more; gives the keys of their blobs."""
    media_ids: set[str] = set()
    for chunk in _chunks(sorted(one for one in set(trace_ids) if one and is_storable(one))):
        of_traces = (MediaLink.project_id == project_id, MediaLink.trace_id.in_(chunk))
        media_ids.update(await session.scalars(select(MediaLink.media_id).where(*of_traces).distinct()))
        await session.execute(delete(MediaLink).where(*of_traces))
    keys: list[str] = []
    for ids in _chunks(sorted(media_ids)):
        locked = await _lock_all(session, project_id, ids)
        # Only now, in a statement of its own: places added before the lock was ours are seen here.
        placed = set(
            await session.scalars(
                select(MediaLink.media_id).where(MediaLink.project_id == project_id, MediaLink.media_id.in_(ids))
            )
        )
        gone = sorted(locked.keys() - placed)
        await session.execute(delete(Media).where(Media.project_id == project_id, Media.id.in_(gone)))
        keys += [key for media_id in gone if (key := locked[media_id].blob_key)]
    return keys


async def _locked(session: AsyncSession, project_id: str, media_id: str) -> Media | None:
    return await session.get(Media, (project_id, media_id), with_for_update=True, populate_existing=True)


async def _lock_all(session: AsyncSession, project_id: str, ids: Collection[str]) -> dict[str, MediaRecord]:
    found: dict[str, MediaRecord] = {}
    for chunk in _chunks(sorted(ids)):
        rows = await session.scalars(
            select(Media)
            .where(Media.project_id == project_id, Media.id.in_(chunk))
            .order_by(Media.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        found |= {row.id: _record(row) for row in rows}
    return found


def _take(row: Media, media: NewMedia) -> None:
    """A file without bytes is what its last sender says; one that has them is what they are, only of another type."""
    row.content_type = media.content_type
    if row.blob_key:
        return
    row.sha256, row.content_length = media.sha256, media.content_length
    if media.blob_key:
        row.blob_key, row.uploaded_at, row.upload_error = media.blob_key, now(), None


def _insert(session: AsyncSession) -> Any:
    """The database's own INSERT, which knows ON CONFLICT."""
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert


def _link_id(project_id: str, media_id: str, place: MediaPlace) -> str:
    parts = (
        project_id,
        media_id,
        place.field,
        place.trace_id,
        place.observation_id,
        place.dataset_id,
        place.dataset_item_id,
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _record(row: Media) -> MediaRecord:
    return MediaRecord(
        id=row.id,
        sha256=row.sha256,
        content_type=row.content_type,
        content_length=row.content_length,
        uploaded_at=row.uploaded_at,
        upload_error=row.upload_error,
        blob_key=row.blob_key,
    )


def _place(row: MediaLink) -> MediaPlace:
    return MediaPlace(row.field, row.trace_id, row.observation_id, row.dataset_id, row.dataset_item_id)


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for first in range(0, len(values), _CHUNK):
        yield values[first : first + _CHUNK]
