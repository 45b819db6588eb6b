"""How the public API writes values: JSON bodies, pages, dates, and texts that hold JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Response

from sidelight.api.json_answer import json_bytes
from sidelight.api.public.parameters import PageParameters
from sidelight.mapping.metadata_tree import unflatten
from sidelight.model.json_text import parsed
from sidelight.model.time import NS_PER_US, to_iso

US_PER_S = 1_000_000


def json_response(body: Mapping[str, Any]) -> Response:
    """A JSON answer."""
    return Response(json_bytes(body), media_type="application/json")


def page_response(rows: Sequence[Mapping[str, Any]], page: PageParameters, total: int) -> Response:
    """A page of rows with Langfuse's ``meta``."""
    meta = {"page": page.page, "limit": page.limit, "totalItems": total, "totalPages": -(-total // page.limit)}
    return json_response({"data": rows, "meta": meta})


def iso(time_us: int) -> str:
    """ISO 8601 in UTC with milliseconds and ``Z``."""
    return to_iso(time_us * NS_PER_US)


def iso_or_none(time_us: int | None) -> str | None:
    """The same for a time that may be unknown."""
    return None if time_us is None else iso(time_us)


def seconds(duration_us: int | None) -> float | None:
    """Seconds with a fraction."""
    return None if duration_us is None else duration_us / US_PER_S


def parsed_values(metadata: Mapping[str, str]) -> dict[str, Any]:
    """Metadata with its values parsed; keys stay as they are, dots included."""
    return {key: parsed(value) for key, value in metadata.items()}


def parsed_tree(metadata: Mapping[str, str]) -> dict[str, Any]:
    """Metadata with its values parsed and its dotted paths as nested objects, as they were sent."""
    return unflatten(parsed_values(metadata))
