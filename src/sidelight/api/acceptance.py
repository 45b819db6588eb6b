"""What both APIs do with a change that goes through the journal: make it durable, wait a while until it is visible."""

import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from fastapi import Request

from sidelight.api.services import Services
from sidelight.ingest.accept import MAX_HEADER_CHARS
from sidelight.platform.audit.noting import Change
from sidelight.store.journal import JournalEntry

VISIBLE_WITHIN_S = 2.0
"""How long an answer waits for its effect. Later it is given anyway: what was accepted is durable."""


async def accept_entry(services: Services, project_id: str, signal: str, body: bytes, meta: Mapping[str, Any]) -> None:
    """Append an entry, and wait. Raises :class:`~sidelight.store.journal.JournalError` when it is not durable."""
    # The time is taken as late as can be: deletions go by it.
    entry = JournalEntry(project_id, signal, "json", time.time_ns(), body, meta)
    entry_id = await services.journal.append(entry)
    if services.pipeline is not None:
        await services.pipeline.wait_for(entry_id, VISIBLE_WITHIN_S)


def web_meta(request: Request, user_id: str) -> dict[str, Any]:
    """What the journal notes of a change that somebody made in the web app."""
    return {
        "request_id": uuid4().hex,
        "transport": "web",
        "path": request.url.path,
        "address": request.client.host if request.client else "",
        "user_agent": request.headers.get("user-agent", "")[:MAX_HEADER_CHARS],
        "user_id": user_id,
    }


def trace_deletion(trace_ids: Sequence[str]) -> Change:
    """What the audit log keeps of the deletion of traces: which ones; what was in them is gone."""
    name = trace_ids[0] if len(trace_ids) == 1 else f"{len(trace_ids)} traces"
    return Change("delete", "trace", trace_ids[0], name, before={"ids": list(trace_ids)})
