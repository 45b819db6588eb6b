"""Files: in a local folder, or in S3, Google Cloud Storage or Azure, by URL.

A file is first written to a local folder of incoming ones, so that it can be checked before it counts, and then becomes
a blob in one step: readers see all of it or nothing.
"""

import base64
import contextlib
import hashlib
import os
import time
import uuid
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from urllib.request import url2pathname

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

if TYPE_CHECKING:
    from sidelight.settings import Settings

READ_CHUNK_BYTES = 256 * 1024
ABANDONED_AFTER_S = 86_400.0
_INCOMING = "incoming"
_BLOBS = "files"
_LOCAL_SCHEMES = ("", "file")
_CLOUD_SCHEMES = ("s3", "s3a", "gs", "az", "azure", "adl", "abfs", "abfss")
# The defaults go on for three minutes; whoever waits here (a request, the pipeline) has something better to do.
_RETRIES: Any = {"max_retries": 4, "retry_timeout": timedelta(seconds=20)}


class BlobError(Exception):
    """The blob store failed, or cannot be used as it is set up; the message says why, without credentials."""


class BlobMissingError(BlobError):
    """There is no blob under this key."""


class IncomingFile:
    """A file that is being received, piece by piece, then kept as a blob or dropped. For one thread at a time."""

    def __init__(self, blobs: "Blobs", path: Path) -> None:
        self._blobs = blobs
        self._path = path
        self._hash = hashlib.sha256()
        self._file = path.open("xb")
        self.length = 0

    @property
    def sha256(self) -> str:
        """SHA-256 of what was written, in standard base64."""
        return base64.b64encode(self._hash.digest()).decode()

    def write(self, piece: bytes) -> None:
        """Add a piece. Raises :class:`BlobError` when the disk does not take it."""
        with _disk_errors():
            self._file.write(piece)
        self._hash.update(piece)
        self.length += len(piece)

    def keep(self, key: str) -> None:
        """Make it the blob under ``key``; durable when this returns. Raises :class:`BlobError`."""
        with _disk_errors():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._blobs.adopt(key, self._path)

    def drop(self) -> None:
        """Remove what was written, if it was not kept."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class Blobs:
    """Blobs under keys. Safe for several threads and tasks at once."""

    def __init__(self, url: str, options: Mapping[str, str], folder: Path) -> None:
        """``url``: empty for ``folder``, else ``file:///…``, ``s3://bucket/prefix``, ``gs://…`` or ``az://…``.

        ``options`` go to the client of the cloud. Files that come in wait in ``folder``, or in that of a ``file`` URL.
        Raises :class:`BlobError`.
        """
        self._is_local = urlsplit(url).scheme in _LOCAL_SCHEMES
        root = Path(url2pathname(urlsplit(url).path)) if url and self._is_local else folder
        self._incoming = root / _INCOMING
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._incoming.mkdir(mode=0o700, exist_ok=True)
            self._store: Any = LocalStore(root) if self._is_local else _open_remote(url, options)
        except OSError as error:
            raise BlobError(
                f"The folder {root} for media cannot be written: {error.strerror}. Correct SIDELIGHT_MEDIA__URL."
            ) from error
        self._remove_abandoned()

    @classmethod
    def of(cls, settings: "Settings") -> "Blobs":
        """The store that the settings name. Raises :class:`BlobError`."""
        return cls(settings.media.url, settings.media.options, settings.data_dir / "media")

    @staticmethod
    def new_key(project_id: str, name: str) -> str:
        """A key that no blob had before or will have again: removing one can never hit one that was just put."""
        return f"{_folder(project_id)}/{name}-{uuid.uuid4().hex}"

    def receive(self) -> IncomingFile:
        """A new file to write to. Raises :class:`BlobError`."""
        with _disk_errors():
            return IncomingFile(self, self._incoming / uuid.uuid4().hex)

    def put(self, key: str, content: bytes) -> None:
        """Store ``content`` durably; blocks. Raises :class:`BlobError`."""
        incoming = self.receive()
        try:
            incoming.write(content)
            incoming.keep(key)
        finally:
            incoming.drop()

    def adopt(self, key: str, path: Path) -> None:
        """Make an incoming file, complete and flushed, the blob under ``key``; blocks. Raises :class:`BlobError`."""
        with _store_errors():
            if self._is_local:
                self._store.rename(f"{_INCOMING}/{path.name}", key)
            else:
                self._store.put(key, path)

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from ``start`` to before ``end``, in pieces.

        Raises :class:`BlobError`, before the first piece :class:`BlobMissingError` when there is no such blob.
        """
        with _store_errors():
            found = await obstore.get_async(self._store, key, options={"range": (start, end)})
            async for piece in found.stream(min_chunk_size=READ_CHUNK_BYTES):
                yield bytes(piece)

    async def delete(self, keys: Iterable[str]) -> None:
        """Remove blobs; those that are gone already are no error. Raises :class:`BlobError`."""
        for key in keys:
            with contextlib.suppress(BlobMissingError), _store_errors():
                await obstore.delete_async(self._store, key)

    async def delete_all(self, project_id: str) -> None:
        """Remove all blobs of a project. Raises :class:`BlobError`; can be done again."""
        with _store_errors():
            pages = obstore.list(self._store, prefix=f"{_folder(project_id)}/")
            async for page in pages:
                await self.delete(one["path"] for one in page)

    def _remove_abandoned(self) -> None:
        """Uploads that a crash cut off; young ones may belong to another server on the same folder."""
        oldest_s = time.time() - ABANDONED_AFTER_S
        for path in self._incoming.iterdir():
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < oldest_s:
                    path.unlink()


def _folder(project_id: str) -> str:
    project = quote(project_id, safe="").replace(".", "%2E")
    return f"{_BLOBS}/{project}"


def _open_remote(url: str, options: Mapping[str, str]) -> Any:
    remedy = "Write s3://bucket/prefix, gs://bucket/prefix, az://account/container/prefix or file:///folder."
    scheme = urlsplit(url).scheme
    if scheme not in _CLOUD_SCHEMES:
        raise BlobError(f"SIDELIGHT_MEDIA__URL begins with '{scheme}:', which is not supported. {remedy}")
    try:
        config: Any = dict(options)
        client: Any = {"allow_http": config.get("endpoint", "").startswith("http://")}
        return from_url(url, config=config, client_options=client, retry_config=_RETRIES)
    except (BaseError, ValueError, TypeError) as error:
        raise BlobError(
            f"SIDELIGHT_MEDIA__URL or SIDELIGHT_MEDIA__OPTIONS does not fit: {_first_line(error)}. {remedy}"
        ) from error


@contextlib.contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise BlobMissingError("There is no such blob.") from error
    except (BaseError, OSError) as error:
        raise BlobError(f"The media store failed: {_first_line(error)}") from error


@contextlib.contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BlobError(f"A file could not be written to disk: {error.strerror or error}.") from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
