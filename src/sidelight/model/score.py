"""A judgement of a trace, observation, session or experiment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ScoreDataType(StrEnum):
    """Langfuse's types of scores."""

    NUMERIC = "NUMERIC"
    CATEGORICAL = "CATEGORICAL"
    BOOLEAN = "BOOLEAN"
    TEXT = "TEXT"
    CORRECTION = "CORRECTION"


class ScoreSource(StrEnum):
    """Who judged: a program, an evaluator, or a person."""

    API = "API"
    EVAL = "EVAL"
    ANNOTATION = "ANNOTATION"


@dataclass(frozen=True, slots=True)
class Score:
    """One score with exactly one subject: a trace (perhaps one observation of it), a session, or a dataset run.

    ``value`` is the number: of a NUMERIC score itself, 0 or 1 of a BOOLEAN one, the category's value of a CATEGORICAL
    one with a config; None where there is none. ``string_value`` is the category, ``True``/``False``, or the text.
    ``metadata`` values are text (JSON for structures).
    """

    id: str
    name: str
    timestamp_ns: int
    data_type: ScoreDataType
    source: ScoreSource = ScoreSource.API
    value: float | None = None
    string_value: str | None = None
    comment: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    trace_id: str = ""
    observation_id: str = ""
    session_id: str = ""
    dataset_run_id: str = ""
    config_id: str = ""
    queue_id: str = ""
    author_user_id: str = ""
    execution_trace_id: str = ""
    environment: str = "default"
