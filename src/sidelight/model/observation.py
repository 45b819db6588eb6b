"""One step of a trace: the row that every list, tree and metric is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from sidelight.model.experiment import Experiment
from sidelight.model.span import SpanLink
from sidelight.model.tool_use import ToolUse


class ObservationType(StrEnum):
    """Langfuse's observation types."""

    SPAN = "SPAN"
    GENERATION = "GENERATION"
    EVENT = "EVENT"
    AGENT = "AGENT"
    TOOL = "TOOL"
    CHAIN = "CHAIN"
    RETRIEVER = "RETRIEVER"
    EVALUATOR = "EVALUATOR"
    EMBEDDING = "EMBEDDING"
    GUARDRAIL = "GUARDRAIL"


class Level(StrEnum):
    """Langfuse's severity levels."""

    DEBUG = "DEBUG"
    DEFAULT = "DEFAULT"
    WARNING = "WARNING"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class Observation:
    """A span, generation, tool call, turn or event of a trace.

    ``input`` and ``output`` are text (JSON where the source was structured), None when not reported. ``usage`` maps
    token buckets to counts and has ``total``; ``cost`` maps the same buckets to US dollars, ``cost_usd`` is their sum,
    None when no price is known. ``kind`` refines the type for agents: ``session | turn | model_call | attempt | tool |
    event``, ``""`` otherwise. ``metadata`` values are text (JSON for structures). ``cost_source`` says where the cost
    is from: ``reported`` by the sender, prices of a ``model`` (``model_id`` and ``pricing_tier`` say which),
    an ``estimate`` of the agent, or ``""`` when there is none. ``is_app_root`` marks the first span of an application
    whose parent may lie elsewhere.
    """

    id: str
    trace_id: str
    type: ObservationType
    name: str
    start_ns: int
    end_ns: int | None = None
    parent_id: str = ""
    kind: str = ""
    level: Level = Level.DEFAULT
    status_message: str = ""
    completion_start_ns: int | None = None
    model: str = ""
    model_provider: str = ""
    model_parameters: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    usage: Mapping[str, int] = field(default_factory=dict)
    cost: Mapping[str, float] = field(default_factory=dict)
    cost_usd: float | None = None
    input: str | None = None
    output: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    environment: str = "default"
    version: str = ""
    release: str = ""
    trace_name: str = ""
    user_id: str = ""
    session_id: str = ""
    tags: tuple[str, ...] = ()
    prompt_name: str = ""
    prompt_version: int | None = None
    service_name: str = ""
    scope_name: str = ""
    source: str = ""
    is_app_root: bool = False
    links: tuple[SpanLink, ...] = ()
    prompt_id: str = ""
    model_id: str = ""
    pricing_tier: str = ""
    cost_source: str = ""
    tools: ToolUse | None = None
    experiment: Experiment | None = None

    def with_cost(
        self,
        cost: Mapping[str, float],
        cost_usd: float | None,
        cost_source: str = "",
        model_id: str = "",
        pricing_tier: str = "",
    ) -> "Observation":
        """A copy with this cost and where it is from.

        On the hot path of ingestion, where ``dataclasses.replace`` is four times as slow.
        """
        copy = object.__new__(Observation)
        for name in _COPIED:
            object.__setattr__(copy, name, getattr(self, name))
        object.__setattr__(copy, "cost", cost)
        object.__setattr__(copy, "cost_usd", cost_usd)
        object.__setattr__(copy, "cost_source", cost_source)
        object.__setattr__(copy, "model_id", model_id)
        object.__setattr__(copy, "pricing_tier", pricing_tier)
        return copy


_PRICED = ("cost", "cost_usd", "cost_source", "model_id", "pricing_tier")
_COPIED = tuple(field.name for field in fields(Observation) if field.name not in _PRICED)
