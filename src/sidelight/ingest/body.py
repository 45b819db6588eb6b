"""Reads request bodies: bounded in size before and after decompression, and in the memory of all together."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator

from sidelight.ingest.byte_budget import Share
from sidelight.ingest.refused import RefusedError
from sidelight.settings import MIB

IDLE_TIMEOUT_S = 30.0
_INFLATE_STEP = 256 * 1024
_GZIP_WINDOW = 31
_ZLIB_WINDOW = 15
_RAW_WINDOW = -15
# What a body is assumed to take before it is read: texts of traces compress about eightfold.
_TYPICAL_INFLATION = 8
_UNKNOWN_LENGTH = 1 * MIB

IDENTITY, GZIP, DEFLATE = "identity", "gzip", "deflate"


def encoding_of(header: str | None) -> str:
    """The body's encoding: ``identity``, ``gzip`` or ``deflate``. Raises :class:`RefusedError` (415) for others."""
    text = (header or "").strip().lower()
    if not text or text == IDENTITY:
        return IDENTITY
    if "gzip" in text and "," not in text:
        return GZIP
    if text == DEFLATE:
        return DEFLATE
    raise RefusedError(
        415,
        "unsupported_encoding",
        f"The body is compressed as {text[:50]!r}, which is not supported.",
        "Use gzip or no compression.",
    )


def expected_size(content_length: int | None, encoding: str, limit: int) -> int:
    """How many bytes to reserve before a body is read."""
    if content_length is None:
        return min(_UNKNOWN_LENGTH, limit)
    factor = 1 if encoding == IDENTITY else _TYPICAL_INFLATION
    return min(content_length * factor, limit)


def check_length(content_length: int | None, limit: int) -> None:
    """Refuse (413) a body that says itself that it is too large, before any of it is read."""
    if content_length is not None and content_length > limit:
        raise _too_large(f"The body has {content_length / MIB:.1f} MiB; the limit is {limit / MIB:g} MiB.")


async def read_body(chunks: AsyncIterator[bytes], encoding: str, limit: int, share: Share) -> tuple[bytes, int]:
    """The decompressed body, and the number of bytes that came. Both are at most ``limit``.

    Raises :class:`RefusedError`: 413 too large, 400 not decompressible, 408 when nothing comes for ``IDLE_TIMEOUT_S``.
    """
    parts: list[bytes] = []
    received = size = 0
    inflater = None if encoding == IDENTITY else _Inflater(encoding)
    while True:
        try:
            async with asyncio.timeout(IDLE_TIMEOUT_S):
                chunk = await anext(chunks, None)
        except TimeoutError:
            raise RefusedError(
                408,
                "body_timeout",
                f"The body stopped arriving after {received} bytes.",
                "Check the network between sender and server.",
            ) from None
        if chunk is None:
            break
        received += len(chunk)
        if received > limit:
            raise _too_large(f"The body is larger than the limit of {limit / MIB:g} MiB.")
        for part in inflater.feed(chunk) if inflater else (chunk,):
            size += len(part)
            if size > limit:
                raise _too_large(f"The body is larger than the limit of {limit / MIB:g} MiB when decompressed.")
            await share.grow_to(size)
            parts.append(part)
            if len(part) >= _INFLATE_STEP:
                await asyncio.sleep(0)  # a small chunk can hold megabytes; others get their turn in between
    if inflater:
        parts.append(inflater.finish())
    return b"".join(parts), received


class _Inflater:
    """Decompresses in steps, so that a bomb is noticed when the limit is passed and not after it went off."""

    def __init__(self, encoding: str) -> None:
        self._is_gzip = encoding == GZIP
        self._has_input = False
        self._inflate = zlib.decompressobj(_GZIP_WINDOW if self._is_gzip else _ZLIB_WINDOW)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What the next bytes decompress to, in parts of at most ``_INFLATE_STEP`` bytes."""
        while data:
            if self._inflate.eof:
                if not self._is_gzip or not data.strip(b"\0"):
                    return  # padding after the end
                self._inflate = zlib.decompressobj(_GZIP_WINDOW)  # gzip files can be joined
            part = self._step(data)
            self._has_input = True
            data = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
            if part:
                yield part

    def finish(self) -> bytes:
        """The last few bytes. Raises :class:`RefusedError` when the compressed data is cut off."""
        rest = self._inflate.flush()
        if self._has_input and not self._inflate.eof:
            raise _broken("it is cut off")
        return rest

    def _step(self, data: bytes) -> bytes:
        try:
            return self._inflate.decompress(data, _INFLATE_STEP)
        except zlib.error as error:
            if self._is_gzip or self._has_input:
                raise _broken(str(error)) from None
        # "deflate" is zlib's format by the standard, but some senders leave its frame away.
        self._inflate = zlib.decompressobj(_RAW_WINDOW)
        try:
            return self._inflate.decompress(data, _INFLATE_STEP)
        except zlib.error as error:
            raise _broken(str(error)) from None


def _too_large(reason: str) -> RefusedError:
    return RefusedError(
        413,
        "body_too_large",
        reason,
        "Send smaller batches, or raise the limit with SIDELIGHT_INGEST__MAX_BODY_MB.",
    )


def _broken(detail: str) -> RefusedError:
    return RefusedError(
        400,
        "undecompressible",
        f"Failed to decompress request body: {detail}.",
        "Check that Content-Encoding names what was done to the body, and that nothing cut it.",
        kind="undecodable",
    )
