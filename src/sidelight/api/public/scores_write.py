"""POST /api/public/scores and DELETE /api/public/scores/{scoreId} (PARITY section 2c)."""

from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Response

from sidelight.api.public.answer import json_response
from sidelight.api.public.delivery import Delivered, DeliveredScores, DeliveryRoute, events_answer
from sidelight.api.public.errors import NotFound
from sidelight.api.public.score_config_lookup import configs_named_in
from sidelight.ingest.deletion import Deletion, encode_deletion
from sidelight.ingest.langfuse_batch.entry import encode_judged
from sidelight.ingest.langfuse_batch.judge import Judged, Verdict
from sidelight.ingest.refused import RefusedError
from sidelight.ingest.scores.judge import ScoreRefused, judge_score
from sidelight.ingest.words import DELETIONS, SCORES
from sidelight.platform.audit.noting import Change
from sidelight.settings import MIB

router = APIRouter(tags=["Scores"], route_class=DeliveryRoute)

MAX_BODY_BYTES = 1 * MIB
MAX_SCORES = 30_000  # more whole scores do not fit into the body; each that is refused is answered with its reason


@router.post("/scores")
async def post_scores(delivery: DeliveredScores) -> Response:
    """Take one score (200 with its id), or a list of them (202, or 207 when some are refused)."""
    document = await delivery.json(MAX_BODY_BYTES)
    raw = document if isinstance(document, list) else [document]
    if len(raw) > MAX_SCORES:
        raise RefusedError(
            413,
            "too_many_scores",
            f"The list has {len(raw)} scores; {MAX_SCORES} are allowed.",
            "Send them in several requests.",
        )
    configs = await configs_named_in(delivery, raw)
    judged = Judged()
    for one in raw:
        try:
            report = judge_score(
                one, configs, default_id=str(uuid4()), sent_ns=delivery.received_ns, may_be_evaluation=False
            )
        except ScoreRefused as refused:
            if not isinstance(document, list):
                raise _refusal_of(refused) from None
            judged.verdicts.append(Verdict("", refused.status, refused.message, "score"))
        else:
            judged.scores.append(report)
            judged.verdicts.append(Verdict(report.score.id, 202))
    if judged.verdicts:
        await delivery.accept(SCORES, encode_judged(judged))
    if not isinstance(document, list):
        return json_response({"id": judged.scores[0].score.id})
    return _list_answer(judged)


@router.delete("/scores/{score_id:path}", status_code=202)
async def delete_score(delivery: Delivered, score_id: str) -> Response:
    """Delete a score of any kind; one that does not exist is deleted already."""
    await delivery.accept(DELETIONS, encode_deletion(Deletion(score_ids=(score_id,))))
    await delivery.note(Change("delete", "score", score_id))
    return events_answer(202, {"message": "Score deleted successfully"})


def _list_answer(judged: Judged) -> Response:
    refusals = [(place, verdict) for place, verdict in enumerate(judged.verdicts) if verdict.is_refusal]
    if not refusals:
        return events_answer(202, {"message": "Accepted"})
    errors: list[dict[str, Any]] = [{"index": place, "message": verdict.error} for place, verdict in refusals]
    return events_answer(207, {"accepted": len(judged.scores), "rejected": len(refusals), "errors": errors})


def _refusal_of(refused: ScoreRefused) -> Exception:
    if refused.status == 404:
        return NotFound(refused.message)
    return RefusedError(400, "invalid_score", refused.message, kind="undecodable")
