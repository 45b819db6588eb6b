"""What coding agents report, in one vocabulary for all of them."""

from dataclasses import dataclass, field
from enum import StrEnum

from sidelight.model.attributes import Attributes


class AgentEventKind(StrEnum):
    """The kinds that a fold understands; ``OTHER`` is kept and shown, never dropped."""

    SESSION_STARTED = "session_started"
    PROMPT = "prompt"
    MODEL_REQUEST = "model_request"
    MODEL_RESPONSE = "model_response"
    MODEL_FAILURE = "model_failure"
    ANSWER = "answer"
    FIRST_TOKEN = "first_token"
    TOOL_DECISION = "tool_decision"
    TOOL_RESULT = "tool_result"
    TOOL_SPAN = "tool_span"
    SANDBOX_OUTCOME = "sandbox_outcome"
    TURN_SPAN = "turn_span"
    TURN_COST = "turn_cost"
    AUTH_RECOVERY = "auth_recovery"
    REVIEW = "review"
    SUBAGENT_LINK = "subagent_link"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AgentEvent:
    """One event of one agent session, the unit that is stored and folded.

    ``event_id`` is derived from the content, so that the same record sent twice is one event. ``name`` is the sender's
    own name of the event. ``attributes`` keeps all the sender's attributes as they came; the keyed fields beside it are
    those that events are joined by. ``end_ns`` is set for events that cover a time range (spans).
    """

    event_id: str
    agent: str
    session_id: str
    kind: AgentEventKind
    time_ns: int
    name: str
    attributes: Attributes
    resource: Attributes = field(default_factory=dict)
    end_ns: int = 0
    call_id: str = ""
    turn_id: str = ""
    otel_trace_id: str = ""
    otel_span_id: str = ""
