"""Files that belong to traces: what may be stored, their ids, and the marks that stand for them in texts.

The types are those of Langfuse's contract (``MediaContentType``). An id is made from the content, so that the same file
sent by many spans is stored once in a project, and a client knows the id before it asks.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

_ID_LENGTH = 22
_EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpeg",
    "image/jpg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/svg+xml": "svg",
    "image/tiff": "tiff",
    "image/bmp": "bmp",
    "image/avif": "avif",
    "image/heic": "heic",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "audio/oga": "oga",
    "audio/aac": "aac",
    "audio/mp4": "m4a",
    "audio/flac": "flac",
    "audio/opus": "opus",
    "audio/webm": "weba",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/ogg": "ogv",
    "video/mpeg": "mpeg",
    "video/quicktime": "mov",
    "video/x-msvideo": "avi",
    "video/x-matroska": "mkv",
    "text/plain": "txt",
    "text/html": "html",
    "text/css": "css",
    "text/csv": "csv",
    "text/markdown": "md",
    "text/x-python": "py",
    "application/javascript": "js",
    "text/x-typescript": "ts",
    "application/x-yaml": "yaml",
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/zip": "zip",
    "application/json": "json",
    "application/xml": "xml",
    "application/octet-stream": "bin",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/rtf": "rtf",
    "application/x-ndjson": "jsonl",
    "application/vnd.apache.parquet": "parquet",
    "application/gzip": "gz",
    "application/x-tar": "tar",
    "application/x-7z-compressed": "7z",
}
CONTENT_TYPES = frozenset(_EXTENSIONS)

REFERENCE_START = "@@@langfuseMedia:"
_REFERENCE = re.compile(r"@@@langfuseMedia:type=([^|@]{1,200})\|id=([A-Za-z0-9_-]{1,100})\|source=([a-z0-9_]{1,50})@@@")


@dataclass(frozen=True, slots=True)
class MediaPlace:
    """What a file belongs to, and in which of its fields it stands.

    Either a trace (perhaps one observation of it) or an item of a dataset; what does not apply is ``""``. ``field`` is
    ``input``, ``output`` or ``metadata``, of a dataset item ``expectedOutput`` too.
    """

    field: str
    trace_id: str = ""
    observation_id: str = ""
    dataset_id: str = ""
    dataset_item_id: str = ""


@dataclass(frozen=True, slots=True)
class MediaReference:
    """A mark in a text that stands for a file."""

    content_type: str
    media_id: str
    source: str = "base64_data_uri"

    def __str__(self) -> str:
        """The mark as SDKs write and resolve it."""
        return f"{REFERENCE_START}type={self.content_type}|id={self.media_id}|source={self.source}@@@"


def references_in(text: str) -> Iterator[MediaReference]:
    """The marks in a text, in their order."""
    if REFERENCE_START in text:
        for match in _REFERENCE.finditer(text):
            yield MediaReference(match[1], match[2], match[3])


def sha256_base64(content: bytes) -> str:
    """SHA-256 as the API writes it: standard base64, 44 characters."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def media_id_of(sha256: str) -> str:
    """The id of the file with this hash (standard base64): its first 22 characters in the URL-safe alphabet."""
    return sha256.replace("+", "-").replace("/", "_")[:_ID_LENGTH]


def extension_of(content_type: str) -> str:
    """The ending of a file's name, without the dot."""
    return _EXTENSIONS.get(content_type, "bin")
