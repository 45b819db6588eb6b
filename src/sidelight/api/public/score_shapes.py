"""Scores as the three generations of Langfuse's contract have them."""

from collections.abc import Iterable
from typing import Any

from sidelight.api.public.answer import iso, parsed_values
from sidelight.model import ScoreDataType
from sidelight.query.score_records import ScoreRecord

V3_GROUPS = frozenset({"core", "details", "subject", "annotation"})


def score_shape(score: ScoreRecord) -> dict[str, Any]:
    """``Score`` of v2; where :func:`is_v1_score` holds, also ``ScoreV1``.

    A text has no ``value``; a category without a config has 0, as the contract says.
    """
    shape: dict[str, Any] = {
        "id": score.id,
        "traceId": score.trace_id or None,
        "sessionId": score.session_id or None,
        "observationId": score.observation_id or None,
        "datasetRunId": score.dataset_run_id or None,
        "name": score.name,
        "source": score.source,
        "dataType": score.data_type,
        "stringValue": score.string_value,
        "timestamp": iso(score.timestamp_us),
        "createdAt": iso(score.created_us),
        "updatedAt": iso(score.updated_us),
        "authorUserId": score.author_user_id or None,
        "comment": score.comment,
        "metadata": parsed_values(score.metadata),
        "configId": score.config_id or None,
        "queueId": score.queue_id or None,
        "executionTraceId": score.execution_trace_id or None,
        "environment": score.environment,
    }
    if score.data_type != ScoreDataType.NUMERIC:
        shape["stringValue"] = score.string_value or ""
    if score.data_type != ScoreDataType.TEXT:
        shape["value"] = score.value or 0
    return shape


def is_v1_score(score: ScoreRecord) -> bool:
    """Whether the score fits ``ScoreV1``: it judges a trace or an observation, and is no correction."""
    return bool(score.trace_id) and score.data_type != ScoreDataType.CORRECTION


def trace_score_shapes(scores: Iterable[ScoreRecord]) -> list[dict[str, Any]]:
    """``TraceWithFullDetails.scores``: those that fit ``ScoreV1``."""
    return [score_shape(score) for score in scores if is_v1_score(score)]


def score_shape_v3(project_id: str, score: ScoreRecord, groups: frozenset[str]) -> dict[str, Any]:
    """``ScoreV3``: one value of the score's own type, and the field groups asked for."""
    shape: dict[str, Any] = {
        "id": score.id,
        "projectId": project_id,
        "name": score.name,
        "dataType": score.data_type,
        "value": _value_of(score),
        "source": score.source,
        "timestamp": iso(score.timestamp_us),
        "environment": score.environment,
        "createdAt": iso(score.created_us),
        "updatedAt": iso(score.updated_us),
    }
    if "details" in groups:
        shape |= {
            "comment": score.comment,
            "configId": score.config_id or None,
            "metadata": parsed_values(score.metadata),
        }
    if "annotation" in groups:
        shape |= {"authorUserId": score.author_user_id or None, "queueId": score.queue_id or None}
    if "subject" in groups:
        shape["subject"] = _subject_of(score)
    return shape


def _value_of(score: ScoreRecord) -> float | bool | str:
    if score.data_type == ScoreDataType.NUMERIC:
        return score.value or 0
    if score.data_type == ScoreDataType.BOOLEAN:
        return score.value == 1
    return score.string_value or ""


def _subject_of(score: ScoreRecord) -> dict[str, str]:
    if score.dataset_run_id:
        return {"kind": "experiment", "id": score.dataset_run_id}
    if score.observation_id:
        return {"kind": "observation", "id": score.observation_id, "traceId": score.trace_id}
    if score.session_id:
        return {"kind": "session", "id": score.session_id}
    return {"kind": "trace", "id": score.trace_id}
