"""POST and PATCH /api/public/spans, /generations, /events and POST /traces: clients from before the batch API."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Response

from sidelight.api.public.answer import json_response
from sidelight.api.public.delivery import Delivered, Delivery, DeliveryRoute
from sidelight.ingest.langfuse_batch.entry import encode_judged
from sidelight.ingest.langfuse_batch.judge import judge_events
from sidelight.ingest.refused import RefusedError
from sidelight.ingest.words import LANGFUSE_BATCH
from sidelight.model.time import to_iso
from sidelight.settings import MIB

router = APIRouter(tags=["Oldest ingestion"], route_class=DeliveryRoute)

MAX_BODY_BYTES = 1 * MIB


@router.post("/traces")
async def post_trace(delivery: Delivered) -> Response:
    """Create or update a trace."""
    return await _take(delivery, "trace-create", await _object(delivery))


@router.post("/spans")
async def post_span(delivery: Delivered) -> Response:
    """Create a span."""
    return await _take(delivery, "observation-create", {**await _object(delivery), "type": "SPAN"})


@router.patch("/spans")
async def patch_span(delivery: Delivered) -> Response:
    """Update the span ``spanId``."""
    return await _update(delivery, "spanId", {**await _object(delivery), "type": "SPAN"})


@router.post("/generations")
async def post_generation(delivery: Delivered) -> Response:
    """Create a generation; its texts are ``prompt`` and ``completion``."""
    return await _take(delivery, "observation-create", _generation(await _object(delivery)))


@router.patch("/generations")
async def patch_generation(delivery: Delivered) -> Response:
    """Update the generation ``generationId``."""
    return await _update(delivery, "generationId", _generation(await _object(delivery)))


@router.post("/events")
async def post_event(delivery: Delivered) -> Response:
    """Create an event."""
    return await _take(delivery, "observation-create", {**await _object(delivery), "type": "EVENT"})


async def _object(delivery: Delivery) -> dict[str, Any]:
    document = await delivery.json(MAX_BODY_BYTES)
    if not isinstance(document, dict):
        raise RefusedError(400, "no_object", "The body is not a JSON object.", kind="undecodable")
    return document


def _generation(body: Mapping[str, Any]) -> dict[str, Any]:
    renamed = {"prompt": "input", "completion": "output"}
    return {**{renamed.get(name, name): value for name, value in body.items()}, "type": "GENERATION"}


async def _update(delivery: Delivery, id_field: str, body: dict[str, Any]) -> Response:
    object_id = body.get(id_field)
    if not isinstance(object_id, str) or not object_id:
        raise RefusedError(400, "no_id", f"{id_field}: name the object to update.", kind="undecodable")
    return await _take(delivery, "observation-update", {**body, "id": object_id})


async def _take(delivery: Delivery, event_type: str, body: dict[str, Any]) -> Response:
    """Handle the body as the one event of a batch."""
    object_id = body.get("id") or str(uuid4())
    event = {
        "id": str(uuid4()),
        "type": event_type,
        "timestamp": to_iso(delivery.received_ns),
        "body": {**body, "id": object_id},
    }
    judged = judge_events([event], {})
    for refusal in judged.refusals:
        raise RefusedError(400, "invalid_body", refusal.error.removeprefix("body."), kind="undecodable")
    await delivery.accept(LANGFUSE_BATCH, encode_judged(judged))
    return json_response({"id": object_id})
