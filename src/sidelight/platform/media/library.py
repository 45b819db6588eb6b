"""The files of all projects: announced, uploaded, linked, read and removed.

Bytes are stored before the database says that they are there, and removed after it has forgotten them: what the
database knows can always be read. A crash in between leaves a blob that nothing refers to, never the reverse.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import replace

import structlog

from sidelight.model.media import MediaPlace
from sidelight.platform.database import Database
from sidelight.platform.media.records import (
    MediaRecord,
    NewMedia,
    PlacedMedia,
    announce,
    complete,
    find_media,
    link,
    list_of_trace,
    note_failure,
    unlink_traces,
)
from sidelight.store.blobs import BlobError, Blobs, IncomingFile

_log = structlog.get_logger(__name__)

MAX_LISTED = 2000
PIECE_BYTES = 1024 * 1024


class UploadError(Exception):
    """An upload is not what was announced; ``code`` names the reason, the message says it with the remedy."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class MediaLibrary:
    """Joins database and blobs. Belongs to one event loop; :meth:`put_bytes` may be called from any thread."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    async def announce(self, project_id: str, new: NewMedia, place: MediaPlace) -> MediaRecord:
        """Make a file known at a place; whoever has it still has to upload it unless ``uploaded_at`` is set."""
        async with self._database.session() as session:
            known = await announce(session, project_id, [new])
            await link(session, project_id, [(new.id, place)])
        return known[new.id]

    async def find(self, project_id: str, ids: Collection[str]) -> dict[str, MediaRecord]:
        """What is known of the project's files with these ids."""
        async with self._database.reading() as session:
            return await find_media(session, project_id, ids)

    async def of_trace(self, project_id: str, trace_id: str) -> list[PlacedMedia]:
        """The files of a trace and its observations with their places, oldest first; at most ``MAX_LISTED``."""
        async with self._database.reading() as session:
            return await list_of_trace(session, project_id, trace_id, MAX_LISTED)

    async def note_failure(self, project_id: str, media_id: str, error: str) -> None:
        """Keep what a sender said about its failed upload."""
        async with self._database.session() as session:
            await note_failure(session, project_id, media_id, error)

    async def receive(self, project_id: str, announced: NewMedia, pieces: AsyncIterator[bytes]) -> None:
        """Take the bytes of an announced file, if they are the announced ones; nothing is kept otherwise.

        Raises :class:`UploadError`, :class:`~sidelight.store.blobs.BlobError`, and what ``pieces`` raises.
        """
        incoming = await asyncio.to_thread(self._blobs.receive)
        try:
            await _write(incoming, announced.content_length, pieces)
            if incoming.length != announced.content_length:
                raise UploadError(
                    "wrong_length",
                    f"The upload has {incoming.length} bytes, but {announced.content_length} were announced. "
                    "Announce the file again with its contentLength in bytes, and send all of it.",
                )
            if incoming.sha256 != announced.sha256:
                raise UploadError(
                    "wrong_hash",
                    f"The upload's SHA-256 is {incoming.sha256}, but {announced.sha256} was announced. "
                    "Send the bytes that sha256Hash was made from.",
                )
            await self._keep(project_id, announced, incoming)
        finally:
            await asyncio.to_thread(incoming.drop)

    def read(self, record: MediaRecord, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes of an uploaded file from ``start`` to before ``end``; see :meth:`Blobs.read`."""
        assert record.blob_key is not None  # noqa: S101 - callers look at uploaded_at first
        return self._blobs.read(record.blob_key, start, end)

    def put_bytes(self, project_id: str, media_id: str, content: bytes) -> str:
        """Store the bytes of a file that :meth:`register` will make known, and give their key; blocks.

        Raises :class:`~sidelight.store.blobs.BlobError`.
        """
        key = self._blobs.new_key(project_id, media_id)
        self._blobs.put(key, content)
        return key

    async def register(self, project_id: str, new: Sequence[NewMedia], links: Iterable[tuple[str, MediaPlace]]) -> None:
        """Make files known whose bytes are stored, and note places, also of files that are not known yet."""
        async with self._database.session() as session:
            known = await announce(session, project_id, new)
            await link(session, project_id, links)
        # Another writer was first: its bytes stay, ours are the same and not needed.
        unused = [one.blob_key for one in new if one.blob_key and known[one.id].blob_key != one.blob_key]
        await self._remove(unused)

    async def on_traces_deleted(self, project_id: str, trace_ids: Collection[str]) -> None:
        """Take the files from these traces; those that nothing else refers to are removed."""
        async with self._database.session() as session:
            keys = await unlink_traces(session, project_id, trace_ids)
        await self._remove(keys)

    async def delete_project(self, project_id: str) -> None:
        """Remove all bytes of a project, also those that nothing refers to. Raises BlobError; can be done again."""
        await self._blobs.delete_all(project_id)

    async def _keep(self, project_id: str, announced: NewMedia, incoming: IncomingFile) -> None:
        record = (await self.find(project_id, [announced.id])).get(announced.id)
        if record is None:
            raise UploadError("gone", "The file was removed with its trace. Announce it again to keep it.")
        if record.blob_key:
            return
        key = self._blobs.new_key(project_id, announced.id)
        await asyncio.to_thread(incoming.keep, key)
        is_used = False
        try:
            async with self._database.session() as session:
                is_used = await complete(session, project_id, replace(announced, blob_key=key))
        finally:
            if not is_used:
                await self._remove([key])

    async def _remove(self, keys: Sequence[str]) -> None:
        """Remove blobs that nothing refers to. What fails is only noted: nobody can do anything about it now."""
        for key in keys:
            try:
                await self._blobs.delete([key])
            except BlobError as error:
                _log.warning("media_blob_not_removed", key=key, error=str(error))


async def _write(incoming: IncomingFile, limit: int, pieces: AsyncIterator[bytes]) -> None:
    """Write in larger pieces than the network's, in a thread; stops reading beyond ``limit`` bytes."""
    waiting = bytearray()
    async for piece in pieces:
        waiting += piece
        if incoming.length + len(waiting) > limit:
            raise UploadError("too_long", f"The upload has more than the {limit} bytes that were announced.")
        if len(waiting) >= PIECE_BYTES:
            await asyncio.to_thread(incoming.write, bytes(waiting))
            waiting.clear()
    if waiting:
        await asyncio.to_thread(incoming.write, bytes(waiting))
