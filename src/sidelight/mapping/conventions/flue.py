"""Flue's adapter: turns, tools, tasks and workflows each have attributes of their own."""

from sidelight.mapping.rule import Rule, content_under
from sidelight.model import ObservationType, Span

SCOPE = "@flue/opentelemetry"
_TOOL_KEYS = ("flue.tool.name", "flue.tool.call_id")
_TASK_KEYS = ("flue.task.id", "flue.task.agent")


def _type(span: Span) -> ObservationType | None:
    if any(span.attributes.get(key) for key in _TOOL_KEYS):
        return ObservationType.TOOL
    # A task is a run that was given to another agent.
    return ObservationType.AGENT if any(span.attributes.get(key) for key in _TASK_KEYS) else None


TYPE = Rule(_type, keys=(*_TOOL_KEYS, *_TASK_KEYS))
CONTENT = content_under(
    ("flue.turn.input", "flue.tool.arguments", "flue.task.prompt", "flue.workflow.payload"),
    ("flue.turn.output", "flue.tool.result", "flue.task.result", "flue.operation.result", "flue.workflow.result"),
    scopes=(SCOPE,),
)
