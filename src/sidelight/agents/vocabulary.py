"""What the attributes of agent events are called. The fold reads events only through this module.

The names are Codex's; another agent's module gives its events the same names.
"""

import json
import re
from dataclasses import dataclass

from sidelight.model import AgentEvent, AttrValue, Usage
from sidelight.model.attributes import as_bool, as_int, as_str
from sidelight.model.time import NS_PER_MS

REDACTED = "[REDACTED]"
TITLE_PROMPT = "Generate a concise, single-line task title"
# Which of Codex's environment variables hold keys: told once by the session, repeated by every request.
_ENVIRONMENT_PREFIX = "auth.env_"
_TITLE_SUBJECT = "User prompt:"
_LONGEST_NS = 2**62

# On every event of a session, or only for joining: not worth repeating in the metadata of single steps.
COMMON_ATTRIBUTES = frozenset(
    {
        "event.name",
        "event.timestamp",
        "conversation.id",
        "app.version",
        "originator",
        "terminal.type",
        "model",
        "slug",
        "auth_mode",
        "user.account_id",
        "user.email",
    }
)


def text(event: AgentEvent, key: str) -> str:
    """Attribute as text, ``""`` when absent."""
    return as_str(event.attributes.get(key))


def number(event: AgentEvent, key: str) -> int | None:
    """Attribute as integer, None when absent or not a number."""
    return as_int(event.attributes.get(key))


def flag(event: AgentEvent, key: str) -> bool | None:
    """Attribute as boolean, None when absent or not a boolean."""
    return as_bool(event.attributes.get(key))


def body_text(event: AgentEvent, key: str) -> str | None:
    """Attribute as text to show: JSON for structures, None when absent."""
    value = event.attributes.get(key)
    return None if value is None else to_text(value)


def to_text(value: AttrValue) -> str:
    """Any attribute value as text: scalars as they are, lists and maps as JSON."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=repr)
    return value.hex() if isinstance(value, bytes) else as_str(value)


def duration_ns(event: AgentEvent) -> int:
    """``duration_ms`` of the event in nanoseconds, 0 when absent, negative or absurd."""
    milliseconds = number(event, "duration_ms") or 0
    return milliseconds * NS_PER_MS if 0 < milliseconds * NS_PER_MS < _LONGEST_NS else 0


def start_ns(event: AgentEvent) -> int:
    """When the step that the event reports at its end began."""
    if event.end_ns:
        return event.time_ns
    return max(event.time_ns - duration_ns(event), 0)


def details(event: AgentEvent, *but: str) -> dict[str, str]:
    """All attributes as metadata, without those on every event and those named in ``but``, and without empty ones."""
    return {
        key: shown
        for key, value in event.attributes.items()
        if key not in COMMON_ATTRIBUTES and key not in but and not key.startswith(_ENVIRONMENT_PREFIX)
        if (shown := to_text(value))
    }


# --- prompts ----------------------------------------------------------------------------------------------------------


def prompt_text(event: AgentEvent) -> str | None:
    """The prompt; None when Codex left it out (``log_user_prompt = false``)."""
    prompt = body_text(event, "prompt")
    if prompt == REDACTED and number(event, "prompt_length") != len(REDACTED):
        return None
    return prompt


def title_subject(prompt: str) -> str | None:
    """The prompt that a hidden title conversation finds a title for; None when ``prompt`` is not of that kind."""
    if not prompt.startswith(TITLE_PROMPT):
        return None
    return prompt.partition(_TITLE_SUBJECT)[2].strip()


# --- model calls ------------------------------------------------------------------------------------------------------


def usage(event: AgentEvent) -> Usage:
    """Tokens of a usage record. Codex counts cached tokens in the input and reasoning tokens in the output.

    Its ``tool_token_count`` is the total, not a part, and is never added.
    """
    return Usage.from_inclusive(
        input=number(event, "input_token_count") or 0,
        output=number(event, "output_token_count") or 0,
        cached=number(event, "cached_token_count") or 0,
        cache_creation=number(event, "cache_write_token_count") or 0,
        reasoning=number(event, "reasoning_token_count") or 0,
    )


_TURN_TOKENS = "codex.turn.token_usage."


def turn_usage(event: AgentEvent) -> Usage:
    """Tokens of a whole turn as its span reports them."""
    return Usage.from_inclusive(
        input=number(event, _TURN_TOKENS + "input_tokens") or 0,
        output=number(event, _TURN_TOKENS + "output_tokens") or 0,
        cached=number(event, _TURN_TOKENS + "cached_input_tokens") or 0,
        cache_creation=number(event, _TURN_TOKENS + "cache_write_input_tokens") or 0,
        reasoning=number(event, _TURN_TOKENS + "reasoning_output_tokens") or 0,
    )


def is_request(event: AgentEvent) -> bool:
    """Whether a model failure is a refused request; otherwise it is a stream that broke after its request."""
    return event.name.endswith(("_request", "_connect"))


def is_websocket(event: AgentEvent) -> bool:
    """Whether a request went over a WebSocket."""
    return ".websocket" in event.name


# --- tools ------------------------------------------------------------------------------------------------------------

_EXIT_CODE = re.compile(r"^(?:Process exited with code|Exit code:) (-?\d{1,10})\s*$", re.MULTILINE)
_JSON_EXIT_CODE = re.compile(r'"metadata":\s*\{[^{}]*"exit_code":\s*(-?\d{1,10})')
_RUNNING = re.compile(r"^Process running with session ID (\d{1,12})\s*$", re.MULTILINE)
_OUTPUT_HEAD = "\nOutput:"
_HEAD_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class CommandState:
    """What the head of a command's output tells: its exit code, or the terminal session in which it still runs."""

    exit_code: int | None = None
    running_session: str = ""


def command_state(output: str) -> CommandState:
    """Read the head that Codex writes before a command's own output; what the command printed is not looked at.

    Three forms: ``Process exited with code N`` (exec_command), ``Exit code: N`` (apply_patch, shell_command), and
    JSON with ``metadata.exit_code`` (the older ``shell``).
    """
    if output.startswith("{"):
        found = _JSON_EXIT_CODE.search(output)
        return CommandState(exit_code=int(found[1])) if found else CommandState()
    head, mark, _ = ("\n" + output[:_HEAD_CHARACTERS]).partition(_OUTPUT_HEAD)
    if not mark:
        return CommandState()
    if found := _EXIT_CODE.search(head):
        return CommandState(exit_code=int(found[1]))
    running = _RUNNING.search(head)
    return CommandState(running_session=running[1]) if running else CommandState()


def spawned_session_id(event: AgentEvent) -> str:
    """The session that a ``spawn_agent`` call started, from its output ``{"agent_id": …}``; ``""`` otherwise."""
    if not text(event, "tool_name").endswith("spawn_agent"):
        return ""
    try:
        output = json.loads(text(event, "output"))
    except (ValueError, RecursionError):
        return ""
    agent_id = output.get("agent_id") if isinstance(output, dict) else None
    return agent_id.strip() if isinstance(agent_id, str) else ""
