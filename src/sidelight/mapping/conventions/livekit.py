"""LiveKit agents: types by span name, and many spans of the machinery around a conversation."""

from sidelight.mapping.rule import Rule, content_under
from sidelight.model import ObservationType, Span

SCOPE = "livekit-agents"
NOISE = frozenset(
    {
        "user_speaking",
        "eou_detection",
        "llm_request_run",
        "tts_node",
        "tts_request",
        "tts_request_run",
        "tts_stream_adapter",
        "agent_speaking",
        "drain_agent_activity",
        "on_exit",
        "on_enter",
        "llm_fallback_adapter",
        "tts_fallback_adapter",
        "start_agent_activity",
    }
)
"""Span names that say little to people; their level is DEBUG."""
_TYPES = {
    "agent_turn": ObservationType.AGENT,
    "start_agent_activity": ObservationType.AGENT,
    "function_tool": ObservationType.TOOL,
}


def _type(span: Span) -> ObservationType | None:
    return _TYPES.get(span.name)


def _with_personal(*names: str) -> tuple[str, ...]:
    """The keys of content, also as newer versions mark them: as personal data."""
    return tuple(f"lk.{mark}{name}" for name in names for mark in ("", "pii."))


TYPE = Rule(_type, scopes=(SCOPE,))
CONTENT = content_under(
    _with_personal("input_text", "user_transcript", "chat_ctx", "function_tool.arguments"),
    _with_personal("function_tool.output", "response.text"),
)
FURTHER_CONTENT_KEYS = _with_personal("user_input")
