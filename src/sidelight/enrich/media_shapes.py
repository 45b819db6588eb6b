"""How the interfaces of models write a file into a JSON object: which key holds the base64, and what type it is."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class MediaSpot(NamedTuple):
    """Where base64 may stand: ``parent[key]``. Without a type, the first bytes have to tell it."""

    parent: Any
    key: str
    content_type: str


_TYPE_KEYS = ("mime_type", "mimeType", "media_type", "mediaType")
# Where the base64 stands, by the object's own type. With a type of content beside it.
_TYPED = {
    "base64": ("data",),  # Anthropic
    "media": ("data",),  # Vertex AI through LangChain
    "blob": ("content", "data"),  # OpenTelemetry, AI SDK 7
    "file": ("data", "file", "base64"),  # AI SDK 5 and 6, LangChain
    "image": ("data", "image", "base64"),
    "audio": ("data", "audio", "base64"),
    "video": ("data", "video", "base64"),
    "binary": ("data",),  # Pydantic AI
    "image-data": ("data",),
    "file-data": ("data",),
}
_FORMATS = {
    "audio": {"wav": "audio/wav", "mp3": "audio/mp3", "flac": "audio/flac", "opus": "audio/opus", "aac": "audio/aac"},
    "image": {"png": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"},
    "video": {
        "mp4": "video/mp4",
        "mov": "video/quicktime",
        "mkv": "video/x-matroska",
        "webm": "video/webm",
        "mpeg": "video/mpeg",
    },
    "document": {
        "pdf": "application/pdf",
        "csv": "text/csv",
        "html": "text/html",
        "txt": "text/plain",
        "md": "text/markdown",
        "doc": "application/msword",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls": "application/vnd.ms-excel",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    },
}
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
)
# One of these stands in every text that holds such an object; few and short, since every text is searched for them.
WORDS = ("mime", "edia", "audio", "b64_json", "image_generation", '"bytes')


def spots_in(fields: Mapping[str, Any]) -> Iterator[MediaSpot]:
    """Where base64 may stand in this object itself or right below it."""
    for key in ("inline_data", "inlineData"):  # Gemini
        inner = fields.get(key)
        if isinstance(inner, dict):
            yield MediaSpot(inner, "data", _type_in(inner))
    kind = fields.get("type")
    content_type = _type_in(fields)
    if content_type and isinstance(kind, str):
        for key in _TYPED.get(kind, ()):
            yield MediaSpot(fields, key, content_type)
    elif content_type and fields.get("source_type") == "base64":  # LangChain
        yield MediaSpot(fields, "data", content_type)
    sound = fields.get("input_audio")
    if isinstance(sound, dict):  # OpenAI, as said to a model
        yield MediaSpot(sound, "data", _FORMATS["audio"].get(str(sound.get("format")), ""))
    answer = fields.get("audio")
    if isinstance(answer, dict) and "transcript" in answer:  # OpenAI, as said by a model
        yield MediaSpot(answer, "data", "")
    if kind == "image_generation_call":  # OpenAI Responses
        yield MediaSpot(fields, "result", "")
    if "b64_json" in fields:  # OpenAI Images
        yield MediaSpot(fields, "b64_json", "")
    for kind_of_file, formats in _FORMATS.items():  # Bedrock
        inner = fields.get(kind_of_file)
        if isinstance(inner, dict) and isinstance(inner.get("source"), dict):
            yield MediaSpot(inner["source"], "bytes", formats.get(str(inner.get("format")), ""))


def type_by_content(content: bytes) -> str:
    """The type that the first bytes tell; ``""`` when they tell none."""
    if content[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"WEBP": "image/webp"}.get(content[8:12], "")
    return next((content_type for start, content_type in _SIGNATURES if content.startswith(start)), "")


def _type_in(fields: Mapping[str, Any]) -> str:
    for key in _TYPE_KEYS:
        value = fields.get(key)
        if isinstance(value, str):
            return value.partition(";")[0].strip().lower()
    return ""
