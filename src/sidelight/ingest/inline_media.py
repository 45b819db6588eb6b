"""Takes the files out of what was sent (OTEL_MAPPING section 14), before rows are made of it.

Bytes first, then the database, then the rows with marks in them: a mark never stands for nothing. What cannot be stored
stays in the text, where it was sent, and the page *Ingestion* says so.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from sidelight.enrich.inline_media import InlineFile, bytes_may_hold_media, replace_in_text, replace_in_value
from sidelight.ingest.interpret import Interpreted
from sidelight.ingest.issues import Issue
from sidelight.ingest.langfuse_batch.piece import Piece
from sidelight.mapping.metadata_tree import flatten, unflatten
from sidelight.model import Observation, Trace
from sidelight.model.media import REFERENCE_START, MediaPlace, references_in
from sidelight.platform.media.library import MediaLibrary
from sidelight.platform.media.records import NewMedia
from sidelight.store.blobs import BlobError
from sidelight.store.journal import JournalEntry

log = structlog.get_logger(__name__)

DATABASE_WAIT_S = 30.0
# After a failure, so that a store that is away does not hold up every entry.
PAUSE_S = 30.0
ROUNDS = 3
MAX_ID_BYTES = 2000  # an index of PostgreSQL holds no more
_MARK = REFERENCE_START.encode()
_HINT = "The texts were stored as they were sent, files included. The server's log says what failed."
_T = TypeVar("_T")


class InlineMedia:
    """Files in payloads, for the pipeline's threads; the database is asked on the event loop that owns it."""

    def __init__(
        self,
        library: MediaLibrary,
        loop: asyncio.AbstractEventLoop,
        max_file_bytes: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Files beyond ``max_file_bytes`` stay in the texts, with 0 all of them. ``clock`` gives monotonic seconds."""
        self._library = library
        self._loop = loop
        self._max_file_bytes = max_file_bytes
        self._clock = clock
        self._paused_until_s = 0.0

    def extract(self, entry: JournalEntry, meaning: Interpreted) -> None:
        """Store the files in inputs, outputs and metadata, and put marks in their place; link files that are marked."""
        if not (_MARK in entry.body or bytes_may_hold_media(entry.body)) or self._clock() < self._paused_until_s:
            return
        found = _Found(self._max_file_bytes)
        observations = [found.of_observation(observation) for observation in meaning.observations]
        traces = [found.of_trace(trace) for trace in meaning.traces]
        pieces = [found.of_piece(piece) for piece in meaning.pieces]
        if not found.links:
            return
        try:
            self._store(entry.project_id, found)
        except (BlobError, SQLAlchemyError, TimeoutError) as error:
            self._paused_until_s = self._clock() + PAUSE_S
            log.error("inline media not stored", project_id=entry.project_id, error=f"{type(error).__name__}: {error}")
            if found.files:
                reason = "Files in inputs, outputs or metadata could not be stored as media"
                meaning.issues.append(Issue("advice", "media", reason, _HINT, repeats=len(found.files)))
            return
        meaning.observations[:] = observations
        meaning.traces[:] = traces
        meaning.pieces[:] = pieces

    def forget(self, project_id: str, trace_ids: Collection[str]) -> None:
        """Take the files from deleted traces, and remove those that belong nowhere any more."""
        try:
            self._wait(self._library.on_traces_deleted(project_id, trace_ids))
        except Exception as error:  # the traces are gone already, and all entries behind this one wait
            log.error(
                "media of deleted traces not removed", project_id=project_id, error=f"{type(error).__name__}: {error}"
            )

    def _store(self, project_id: str, found: "_Found") -> None:
        """Put the bytes of those files that are new, and make all of them known."""
        keys: dict[str, str] = {}
        missing = self._without_bytes(project_id, found)
        for _ in range(ROUNDS):
            for media_id in missing:
                keys[media_id] = self._library.put_bytes(project_id, media_id, found.files[media_id].content)
            new = [_new_media(media_id, file, keys.get(media_id)) for media_id, file in found.files.items()]
            self._wait(self._library.register(project_id, new, found.links))
            # A trace may have been deleted in between, and with it a file that was there already.
            missing = self._without_bytes(project_id, found)
            if not missing:
                return
        raise BlobError("Files were removed again and again while they were stored.")

    def _without_bytes(self, project_id: str, found: "_Found") -> list[str]:
        if not found.files:
            return []
        known = self._wait(self._library.find(project_id, list(found.files)))
        return [media_id for media_id in found.files if media_id not in known or known[media_id].uploaded_at is None]

    def _wait(self, work: Coroutine[Any, Any, _T]) -> _T:
        future: Future[_T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(DATABASE_WAIT_S)


class _Found:
    """The files of one entry, each once, and the places of all that is marked."""

    def __init__(self, max_file_bytes: int) -> None:
        self._max_file_bytes = max_file_bytes
        self._texts: dict[str, str] = {}  # a trace repeats what its root says
        self.files: dict[str, InlineFile] = {}
        self.links: dict[tuple[str, MediaPlace], None] = {}

    def of_observation(self, observation: Observation) -> Observation:
        return self._of(observation, observation.trace_id, observation.id)

    def of_trace(self, trace: Trace) -> Trace:
        return self._of(trace, trace.id, "")

    def of_piece(self, piece: Piece) -> Piece:
        trace_id = piece.object_id if piece.is_trace else piece.trace_id or piece.object_id
        observation_id = "" if piece.is_trace else piece.object_id
        changes: dict[str, Any] = {}
        for field in ("input", "output", "metadata"):
            old = piece.body.get(field)
            if old is None or not _is_linkable(trace_id, observation_id):
                continue
            new = self._text(old) if isinstance(old, str) else replace_in_value(old, self._keep)
            self._link(new, MediaPlace(field, trace_id, observation_id))
            if new is not old:
                changes[field] = new
        return replace(piece, body={**piece.body, **changes}) if changes else piece

    def _of(self, subject: _T, trace_id: str, observation_id: str) -> _T:
        if not _is_linkable(trace_id, observation_id):
            return subject
        changes: dict[str, Any] = {}
        for field in ("input", "output"):
            old = getattr(subject, field)
            if old:
                new = self._text(old)
                self._link(new, MediaPlace(field, trace_id, observation_id))
                if new is not old:
                    changes[field] = new
        flat: Mapping[str, str] = subject.metadata  # type: ignore[attr-defined]
        metadata = self._metadata(flat)
        self._link(metadata, MediaPlace("metadata", trace_id, observation_id))
        if metadata is not flat:
            changes["metadata"] = metadata
        return replace(subject, **changes) if changes else subject  # type: ignore[type-var]

    def _metadata(self, flat: Mapping[str, str]) -> Mapping[str, str]:
        """Values are looked at one by one, and as the tree that they were: a file may be spread over paths."""
        changes = {key: new for key, old in flat.items() if (new := self._text(old)) is not old}
        metadata = {**flat, **changes} if changes else flat
        if not any(key.rpartition(".")[2] in _SPREAD for key in metadata):
            return metadata
        tree = unflatten(metadata)
        whole = replace_in_value(tree, self._keep)
        if whole is tree:
            return metadata
        result: dict[str, str] = {}
        for key, value in whole.items():
            flatten(key, value, result)
        return result

    def _text(self, old: str) -> str:
        known = self._texts.get(old)
        if known is None:
            known = replace_in_text(old, self._keep)
            if known is not old:
                self._texts[old] = known
        return known

    def _keep(self, file: InlineFile) -> bool:
        if len(file.content) > self._max_file_bytes:
            return False
        self.files.setdefault(file.reference.media_id, file)
        return True

    def _link(self, value: Any, place: MediaPlace) -> None:
        for text in _texts_of(value):
            for reference in references_in(text):
                if len(reference.media_id) <= _MAX_MEDIA_ID_CHARS:
                    self.links[reference.media_id, place] = None


_SPREAD = ("data", "content", "image", "audio", "video", "file", "base64", "bytes", "result", "b64_json")
_MAX_MEDIA_ID_CHARS = 22


def _texts_of(value: Any) -> Iterable[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _is_linkable(*ids: str) -> bool:
    """Whether the database can hold these ids."""
    try:
        return all("\0" not in one and len(one.encode()) <= MAX_ID_BYTES for one in ids)
    except UnicodeEncodeError:
        return False


def _new_media(media_id: str, file: InlineFile, blob_key: str | None) -> NewMedia:
    return NewMedia(media_id, file.sha256, file.content_type, len(file.content), blob_key)
