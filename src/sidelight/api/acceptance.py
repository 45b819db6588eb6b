"""What both APIs do with a change that goes through the journal: make it durable, wait a while until it is visible."""

import time
from collections.abc import Mapping
from typing import Any

from sidelight.api.services import Services
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
