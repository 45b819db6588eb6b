"""DELETE /api/public/traces and /traces/{traceId}: gone at once, with everything that belongs to them."""

from fastapi import APIRouter, Response

from sidelight.api.acceptance import trace_deletion
from sidelight.api.public.answer import json_response
from sidelight.api.public.delivery import Delivered, Delivery, DeliveryRoute
from sidelight.ingest.deletion import Deletion, encode_deletion
from sidelight.ingest.refused import RefusedError
from sidelight.ingest.words import DELETIONS
from sidelight.platform.comments.writing import delete_comments_of_traces
from sidelight.settings import MIB

router = APIRouter(tags=["Trace"], route_class=DeliveryRoute)

MAX_BODY_BYTES = 1 * MIB


@router.delete("/traces")
async def delete_traces(delivery: Delivered) -> Response:
    """Delete traces with their observations, scores and comments; ids that do not exist are deleted already."""
    document = await delivery.json(MAX_BODY_BYTES)
    ids = document.get("traceIds") if isinstance(document, dict) else None
    if not isinstance(ids, list) or not all(isinstance(trace_id, str) for trace_id in ids):
        raise RefusedError(
            400, "no_trace_ids", "The body has no list of texts 'traceIds'.", 'Send {"traceIds": ["..."]}.'
        )
    if ids:
        await _delete(delivery, tuple(dict.fromkeys(ids)))
    return json_response({"message": "Traces deleted successfully"})


@router.delete("/traces/{trace_id:path}")
async def delete_trace(delivery: Delivered, trace_id: str) -> Response:
    """Delete a trace with its observations, scores and comments."""
    await _delete(delivery, (trace_id,))
    return json_response({"message": "Trace deleted successfully"})


async def _delete(delivery: Delivery, trace_ids: tuple[str, ...]) -> None:
    await delivery.accept(DELETIONS, encode_deletion(Deletion(trace_ids=trace_ids)))
    async with delivery.services.database.session() as session:
        await delete_comments_of_traces(session, delivery.project_id, trace_ids)
    await delivery.note(trace_deletion(trace_ids))
