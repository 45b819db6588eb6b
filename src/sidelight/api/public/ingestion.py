"""POST /api/public/ingestion: Langfuse's batch API (PARITY section 2a, OTEL_MAPPING section 15)."""

import asyncio

from fastapi import APIRouter, Response

from sidelight.api.public.delivery import DeliveredScores, DeliveryRoute, events_answer
from sidelight.api.public.score_config_lookup import configs_named_in
from sidelight.ingest.accept import IN_THREAD_FROM_BYTES
from sidelight.ingest.langfuse_batch.entry import encode_judged
from sidelight.ingest.langfuse_batch.judge import SCORE_CREATE, judge_events
from sidelight.ingest.refused import RefusedError
from sidelight.ingest.words import LANGFUSE_BATCH
from sidelight.settings import MIB

router = APIRouter(tags=["Ingestion"], route_class=DeliveryRoute)

MAX_BODY_BYTES = int(4.5 * MIB)
# More whole events do not fit into the body. Each gets a verdict of its own, so that two million times "{}" would be
# answered with hundreds of megabytes.
MAX_EVENTS = 60_000


@router.post("/ingestion", status_code=207)
async def post_batch(delivery: DeliveredScores) -> Response:
    """Take events, each judged alone; the answer (207) has a verdict on every one of them.

    Web pages, which have a public key alone, send scores in batches of Langfuse's SDK for browsers.
    """
    document = await delivery.json(MAX_BODY_BYTES)
    events = document.get("batch") if isinstance(document, dict) else None
    if not isinstance(events, list):
        raise RefusedError(
            400,
            "no_batch",
            "The body has no list 'batch'.",
            'Send {"batch": [{"id", "type", "timestamp", "body"}, ...]}.',
            kind="undecodable",
        )
    if len(events) > MAX_EVENTS:
        raise RefusedError(
            413,
            "too_many_events",
            f"The batch has {len(events)} events; {MAX_EVENTS} are allowed.",
            "Send them in several requests.",
        )
    bodies = [event.get("body") for event in events if isinstance(event, dict) and event.get("type") == SCORE_CREATE]
    configs = await configs_named_in(delivery, bodies)
    if delivery.bytes >= IN_THREAD_FROM_BYTES:
        judged = await asyncio.to_thread(judge_events, events, configs, delivery.is_for_scores)
    else:
        judged = judge_events(events, configs, delivery.is_for_scores)
    if judged.verdicts:
        await delivery.accept(LANGFUSE_BATCH, encode_judged(judged))
    return events_answer(
        207,
        {
            "successes": [{"id": one.id, "status": one.status} for one in judged.verdicts if not one.is_refusal],
            "errors": [
                {"id": one.id, "status": one.status, "message": one.message, "error": one.error}
                for one in judged.refusals
            ],
        },
    )
