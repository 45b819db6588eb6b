"""The vocabulary of Sidelight: frozen values that every stage passes on, without behaviour or I/O.

Times are integers of nanoseconds since the Unix epoch (``*_ns``); ids are lower-case hex.
"""

from sidelight.model.agent_event import AgentEvent, AgentEventKind
from sidelight.model.attributes import Attributes, AttrValue
from sidelight.model.experiment import Experiment
from sidelight.model.log_record import LogRecord
from sidelight.model.metric_point import MetricPoint
from sidelight.model.observation import Level, Observation, ObservationType
from sidelight.model.score import Score, ScoreDataType, ScoreSource
from sidelight.model.span import Span, SpanEvent, SpanLink
from sidelight.model.tool_use import ToolUse
from sidelight.model.trace import Trace
from sidelight.model.usage import Usage

__all__ = [
    "AgentEvent",
    "AgentEventKind",
    "AttrValue",
    "Attributes",
    "Experiment",
    "Level",
    "LogRecord",
    "MetricPoint",
    "Observation",
    "ObservationType",
    "Score",
    "ScoreDataType",
    "ScoreSource",
    "Span",
    "SpanEvent",
    "SpanLink",
    "ToolUse",
    "Trace",
    "Usage",
]
