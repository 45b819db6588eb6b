"""How a stored file is sent: in ranges, and never as a page of this site.

The files come from strangers. Browsers are told not to guess their type, to show only types that cannot carry scripts,
and to run nothing in them; the rest (HTML, SVG, PDF, …) is offered for saving. An ``<img>`` shows SVG all the same,
without running it.
"""

import re
from collections.abc import AsyncIterator
from typing import NamedTuple

from fastapi import Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from sidelight.model.media import extension_of
from sidelight.platform.media.library import MediaLibrary
from sidelight.platform.media.records import MediaRecord

_SHOWN = re.compile(r"(image/(?!svg)|audio/|video/|text/plain$)")
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_POLICY = "sandbox; default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'"
_FOR_EVER = "private, max-age=31536000, immutable"  # an id is its content


class _Span(NamedTuple):
    start: int
    end: int


async def media_answer(request: Request, library: MediaLibrary, record: MediaRecord, *, any_site: bool) -> Response:
    """The file, or the range of it that is asked for; ``any_site`` lets other web sites show it.

    Raises :class:`~sidelight.store.blobs.BlobError`.
    """
    etag = f'"{record.id}"'
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": _FOR_EVER,
        "Content-Disposition": f'{_disposition(record.content_type)}; filename="{_file_name(record)}"',
        "Content-Security-Policy": _POLICY,
        "Cross-Origin-Resource-Policy": "cross-origin" if any_site else "same-origin",
        "ETag": etag,
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("if-none-match") in (etag, f"W/{etag}"):
        return Response(status_code=304, headers=headers)
    span, status = _Span(0, record.content_length), 200
    asked = request.headers.get("range")
    if asked and request.headers.get("if-range", etag) == etag:
        found = _span_of(asked, record.content_length)
        if found == _UNSATISFIABLE:
            headers["Content-Range"] = f"bytes */{record.content_length}"
            message = f"The file has {record.content_length} bytes; the range {asked[:50]!r} lies outside."
            return JSONResponse({"message": message, "error": "RangeNotSatisfiable"}, 416, headers)
        if found is not None:
            span, status = found, 206
            headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{record.content_length}"
    headers["Content-Length"] = str(span.end - span.start)
    # What is compressed already gains nothing, and a range must not be changed on its way.
    headers["Content-Encoding"] = "identity"
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=record.content_type)
    pieces = library.read(record, span.start, span.end)
    first = await anext(pieces, b"")  # before the status goes out: a lost file must not look like an empty one
    return StreamingResponse(_chain(first, pieces), status, headers, media_type=record.content_type)


_UNSATISFIABLE = _Span(0, 0)


def _span_of(header: str, length: int) -> _Span | None:
    """The one range in a header; None (all of it) for several or for what is no range, ``_UNSATISFIABLE`` outside."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.group() == "bytes=-":
        return None
    if not match[1]:
        last = int(match[2])
        return _Span(max(0, length - last), length) if last else _UNSATISFIABLE
    start, end = int(match[1]), min(int(match[2]) + 1, length) if match[2] else length
    if start >= length:
        return _UNSATISFIABLE
    return _Span(start, end) if start < end else None


def _disposition(content_type: str) -> str:
    return "inline" if _SHOWN.match(content_type) else "attachment"


def _file_name(record: MediaRecord) -> str:
    return f"{record.id}.{extension_of(record.content_type)}"


async def _chain(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
