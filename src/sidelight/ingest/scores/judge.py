"""The body of a score -> a score, or why it is none (PARITY section 3). Pure; one rule for all ways in."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from sidelight.ingest.langfuse_batch.fields import Body, Environment, Id, MomentNs
from sidelight.ingest.langfuse_batch.metadata import metadata_texts
from sidelight.ingest.langfuse_batch.reasons import reason_of
from sidelight.model import Score, ScoreDataType, ScoreSource
from sidelight.model.score_config import ScoreConfig

MAX_TEXT_CHARS = 500
CORRECTION_NAME = "output"


class ScoreRefused(Exception):
    """Why a score is not taken: ``status`` is 400, or 404 for a config that does not exist."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """A score as it was sent. Without ``is_time_given`` its time is only that of the sending."""

    score: Score
    is_time_given: bool = False


class ScoreBody(Body):
    """``ScoreBody`` and ``CreateScoreRequest``."""

    id: Id | None = None
    name: str
    value: Any
    data_type: Literal["NUMERIC", "CATEGORICAL", "BOOLEAN", "TEXT", "CORRECTION"] | None = None
    trace_id: str | None = None
    observation_id: str | None = None
    session_id: str | None = None
    dataset_run_id: str | None = None
    environment: Environment = None
    comment: str | None = None
    metadata: Any = None
    source: Literal["API", "EVAL", "ANNOTATION"] | None = None
    config_id: str | None = None
    queue_id: str | None = None
    execution_trace_id: str | None = None
    timestamp: MomentNs = None


def config_ids_of(bodies: Iterable[Any]) -> set[str]:
    """The configs that raw bodies name, valid or not."""
    named = (body.get("configId") for body in bodies if isinstance(body, Mapping))
    return {config_id for config_id in named if isinstance(config_id, str) and config_id}


def judge_score(
    raw: Any,
    configs: Mapping[str, ScoreConfig],
    *,
    default_id: str,
    sent_ns: int,
    may_be_evaluation: bool,
) -> ScoreReport:
    """The score of a body.

    ``default_id`` is its id where it names none, ``sent_ns`` its time. ``may_be_evaluation`` is False where the source
    EVAL is kept for the server itself. Raises :class:`ScoreRefused`.
    """
    body = _read(raw)
    if body.source == ScoreSource.EVAL and not may_be_evaluation:
        raise ScoreRefused("source: EVAL is kept for evaluators; use API or ANNOTATION.")
    _require_one_subject(body)
    config = _config_of(body, configs)
    data_type = _type_of(body, config)
    value, string_value = _values_of(body, data_type, config)
    try:
        metadata = metadata_texts(body.metadata)
    except RecursionError:
        raise ScoreRefused("metadata: it is nested too deeply.") from None
    score = Score(
        id=body.id or default_id,
        name=CORRECTION_NAME if data_type is ScoreDataType.CORRECTION else config.name if config else body.name,
        timestamp_ns=sent_ns if body.timestamp is None else body.timestamp,
        data_type=data_type,
        source=ScoreSource(body.source or ScoreSource.API),
        value=value,
        string_value=string_value,
        comment=body.comment,
        metadata=metadata,
        trace_id=body.trace_id or "",
        observation_id=body.observation_id or "",
        session_id=body.session_id or "",
        dataset_run_id=body.dataset_run_id or "",
        config_id=body.config_id or "",
        queue_id=body.queue_id or "",
        execution_trace_id=body.execution_trace_id or "",
        environment=body.environment or "default",
    )
    return ScoreReport(score, body.timestamp is not None)


def _read(raw: Any) -> ScoreBody:
    if not isinstance(raw, Mapping):
        raise ScoreRefused("A score is a JSON object.")
    try:
        body = ScoreBody.model_validate({**raw, "id": None} if raw.get("id") == "" else raw)
    except ValidationError as error:
        raise ScoreRefused(reason_of(error)) from None
    if not body.name:
        raise ScoreRefused("name: a score needs a name of at least one character.")
    return body


def _require_one_subject(body: ScoreBody) -> None:
    subjects = [bool(body.trace_id), bool(body.session_id), bool(body.dataset_run_id)]
    if sum(subjects) != 1 or (body.observation_id and not body.trace_id):
        raise ScoreRefused(
            "Provide exactly one of the following: traceId (with optional observationId), sessionId or datasetRunId. "
            "ObservationId requires traceId."
        )
    if body.data_type == ScoreDataType.CORRECTION and not body.trace_id:
        raise ScoreRefused("dataType: a CORRECTION belongs to a trace or observation; give its traceId.")


def _config_of(body: ScoreBody, configs: Mapping[str, ScoreConfig]) -> ScoreConfig | None:
    is_correction = body.data_type == ScoreDataType.CORRECTION
    if not body.config_id:
        if body.source == ScoreSource.ANNOTATION and not is_correction:
            raise ScoreRefused("configId is required when source is ANNOTATION (except for CORRECTION scores).")
        return None
    if is_correction:
        raise ScoreRefused("configId: a CORRECTION has no config; leave it out.")
    config = configs.get(body.config_id)
    if config is None:
        raise ScoreRefused("The configId you provided does not match a valid config in this project", 404)
    if config.is_archived:
        raise ScoreRefused(
            "Config is archived and cannot be used to create new scores. Please restore the config first."
        )
    if body.data_type and body.data_type != config.data_type:
        raise ScoreRefused(f"Data type mismatch based on config: expected {config.data_type}, got {body.data_type}")
    return config


def _type_of(body: ScoreBody, config: ScoreConfig | None) -> ScoreDataType:
    if config is not None:
        return config.data_type
    if body.data_type:
        return ScoreDataType(body.data_type)
    return ScoreDataType.NUMERIC if _is_number(body.value) else ScoreDataType.CATEGORICAL


def _values_of(
    body: ScoreBody, data_type: ScoreDataType, config: ScoreConfig | None
) -> tuple[float | None, str | None]:
    """The number and the text of the value."""
    value = body.value
    match data_type:
        case ScoreDataType.NUMERIC:
            if not _is_number(value):
                raise _wrong(data_type, "a finite number", value)
            _require_range(value, config)
            return float(value), None
        case ScoreDataType.BOOLEAN:
            if value not in (0, 1) or isinstance(value, str):
                raise _wrong(data_type, "0 or 1", value)
            return float(value), "True" if value else "False"
        case ScoreDataType.CATEGORICAL:
            if not isinstance(value, str):
                raise _wrong(data_type, "a text", value)
            return _number_of(value, config), value
        case ScoreDataType.TEXT:
            if not isinstance(value, str) or not 1 <= len(value) <= MAX_TEXT_CHARS:
                raise _wrong(data_type, f"a text of 1 to {MAX_TEXT_CHARS} characters", value)
            return None, value
        case ScoreDataType.CORRECTION:
            if not isinstance(value, str):
                raise _wrong(data_type, "a text", value)
            return None, value


def _require_range(value: float, config: ScoreConfig | None) -> None:
    if config is None:
        return
    if config.min_value is not None and value < config.min_value:
        raise ScoreRefused(f"value: {value} is below the minimum {config.min_value:g} of the config {config.name!r}.")
    if config.max_value is not None and value > config.max_value:
        raise ScoreRefused(f"value: {value} is above the maximum {config.max_value:g} of the config {config.name!r}.")


def _number_of(label: str, config: ScoreConfig | None) -> float | None:
    if config is None:
        return None
    for category in config.categories:
        if category.label == label:
            return category.value
    known = ", ".join(repr(category.label) for category in config.categories)
    raise ScoreRefused(f"value: {label!r} is no category of the config {config.name!r}; use one of {known}.")


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _wrong(data_type: ScoreDataType, expected: str, value: Any) -> ScoreRefused:
    return ScoreRefused(f"value: a score of type {data_type} needs {expected}, not {_shown(value)}.")


def _shown(value: Any) -> str:
    names = {str: "a text", dict: "an object", list: "a list", type(None): "null"}
    return names.get(type(value), repr(value)) if not isinstance(value, str) else f"a text of {len(value)} characters"
