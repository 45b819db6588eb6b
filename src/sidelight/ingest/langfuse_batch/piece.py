"""One piece of an object: what one event said about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from sidelight.model.time import NS_PER_US, to_store
from sidelight.store.driver import Row
from sidelight.store.encode import encode_object

TRACE_CREATE = "trace-create"
PIECE_COLUMNS = "object_id, toUnixTimestamp64Micro(time) AS time_us, event_id, type, trace_id, body"
"""The columns that :func:`piece_from_row` reads, for a SELECT from ``batch_events``."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``type`` is the event's; ``time_ns`` its own time, to the microsecond. ``trace_id`` is ``""`` when not named.

    ``body`` holds what was stated, without nulls: fields of :class:`~sidelight.model.Trace` or
    :class:`~sidelight.model.Observation`; metadata is any JSON.
    """

    object_id: str
    time_ns: int
    event_id: str
    type: str
    trace_id: str
    body: Mapping[str, Any]

    @property
    def is_trace(self) -> bool:
        """Whether the object is a trace; an observation may have the same id."""
        return self.type == TRACE_CREATE

    @property
    def is_update(self) -> bool:
        """Whether the event supposes that the object was created by another."""
        return self.type.endswith("-update")


def piece_row(project_id: str, piece: Piece, received_ns: int) -> Row:
    """Row of ``batch_events``."""
    return {
        "project_id": project_id,
        "object_id": piece.object_id,
        "time": to_store(piece.time_ns),
        "event_id": piece.event_id,
        "type": piece.type,
        "trace_id": piece.trace_id,
        "body": encode_object(piece.body).decode(),
        "received_at": to_store(received_ns),
    }


def piece_from_row(row: Mapping[str, Any]) -> Piece:
    """The piece of a row that was selected by :data:`PIECE_COLUMNS`."""
    return Piece(
        object_id=row["object_id"],
        time_ns=row["time_us"] * NS_PER_US,
        event_id=row["event_id"],
        type=row["type"],
        trace_id=row["trace_id"],
        body=orjson.loads(row["body"]),
    )
