"""Requests that were turned away, kept for the page *Ingestion*: senders show their users nothing (TELEMETRY 2).

Each is a row of ``ingest_requests``; where the body was at fault, a row of ``ingest_issues`` under the same request id
shows it. Nothing here may hurt the server: what comes is bounded and collapsed in memory, and written once a second.
"""

import asyncio
import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from sidelight.model.ids import derive_id
from sidelight.model.time import to_store
from sidelight.store.driver import Row, StoreError

if TYPE_CHECKING:
    from sidelight.store.store import Store

_log = structlog.get_logger(__name__)

FLUSH_EVERY_S = 1.0
MAX_DISTINCT = 500
UNDECODABLE = "undecodable"
MAX_KEPT = 5_000
_MAX_CHARS = 300
_MAX_SAMPLE_CHARS = 500


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that was not accepted, or ``repeats`` alike ones of the same second.

    ``kind`` is ``refused`` (the sender or the request is at fault) or ``undecodable`` (the body is). ``code`` names the
    reason for machines, ``reason`` and ``hint`` are sentences for people, without secrets. ``project_id`` is ``""``
    when the sender could not be told.
    """

    received_ns: int
    transport: str
    path: str
    address: str
    user_agent: str
    status: int
    code: str
    reason: str
    hint: str = ""
    kind: str = "refused"
    project_id: str = ""
    key_id: str = ""
    signal: str = ""
    format: str = ""
    bytes: int = 0
    sample: str = ""
    repeats: int = 1


class RefusalLog:
    """Collects refusals on the event loop and writes them in the background."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, ...], Refusal] = {}
        self._unwritten: list[Refusal] = []
        self._task: asyncio.Task[None] | None = None

    def record(self, refusal: Refusal) -> None:
        """Note a refusal; call it on the event loop. Costs next to nothing, also in a flood."""
        key = (refusal.project_id, refusal.address, refusal.path, refusal.code, refusal.reason)
        if key not in self._open and len(self._open) >= MAX_DISTINCT:
            # A scan or an attack: its details are worth less than the memory. The count is kept.
            refusal = replace(refusal, address="", path="", user_agent="", sample="")
            key = (refusal.project_id, "", "", refusal.code, "")
        known = self._open.get(key)
        if known is None:
            _log.warning(
                "request_refused",
                code=refusal.code,
                status=refusal.status,
                path=_cut(refusal.path),
                address=refusal.address,
                reason=refusal.reason,
            )
            self._open[key] = refusal
        else:
            self._open[key] = replace(known, repeats=known.repeats + refusal.repeats, bytes=known.bytes + refusal.bytes)

    def start(self, store: "Store") -> None:
        """Write to the store once a second from now on; needs a running event loop."""
        if self._task is None:
            self._task = asyncio.create_task(self._flush_forever(store), name="refusals")

    async def close(self) -> None:
        """Stop, and write what is left."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def flush(self, store: "Store") -> None:
        """Write everything noted so far. Never raises: what the store does not take is kept for the next time."""
        batch = [*self._unwritten, *self._open.values()]
        self._open.clear()
        if not batch:
            return
        requests = [_request_row(refusal) for refusal in batch]
        issues = [_issue_row(refusal) for refusal in batch if refusal.kind == UNDECODABLE]
        # Until the write has ended the batch counts as unwritten, so that cancelling in between loses nothing.
        self._unwritten = batch[-MAX_KEPT:]
        try:
            await store.run(lambda: store.driver.insert("ingest_requests", requests))
            if issues:
                await store.run(lambda: store.driver.insert("ingest_issues", issues))
        except StoreError as error:
            _log.warning("refusals_not_written", error=str(error), waiting=len(self._unwritten))
            return
        self._unwritten = []

    async def _flush_forever(self, store: "Store") -> None:
        try:
            while True:
                await asyncio.sleep(FLUSH_EVERY_S)
                await self.flush(store)
        finally:
            await self.flush(store)


def _common(refusal: Refusal) -> Row:
    r = refusal
    # Derived: a batch that is written again after a failure in between makes the same rows.
    request_id = derive_id(str(r.received_ns), r.project_id, r.address, r.path, r.code, r.reason, length=32)
    received_at = to_store(r.received_ns)
    return {
        "project_id": r.project_id,
        "signal": r.signal,
        "request_id": request_id,
        "repeats": r.repeats,
        "reason": _cut(r.reason),
        "hint": r.hint,
        "event_ts": received_at,
    }


def _request_row(refusal: Refusal) -> Row:
    r = refusal
    return {
        **_common(r),
        "received_at": to_store(r.received_ns),
        "transport": r.transport,
        "format": r.format,
        "path": _cut(r.path),
        "address": r.address,
        "user_agent": _cut(r.user_agent),
        "key_id": r.key_id,
        "status": r.status,
        "bytes": r.bytes,
    }


def _issue_row(refusal: Refusal) -> Row:
    r = refusal
    common = _common(r)
    return {
        **common,
        "time": to_store(r.received_ns),
        "issue_id": derive_id(common["request_id"], r.kind, r.code),
        "kind": r.kind,
        "name": r.code,
        "sample": r.sample[:_MAX_SAMPLE_CHARS],
    }


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_CHARS else text[:_MAX_CHARS] + "…"
