"""Whether Codex sent a record, told without scope names and field names that change between versions."""

from sidelight.model import LogRecord, Span
from sidelight.model.attributes import as_str

NAME = "codex"
EVENT_PREFIX = "codex."

_SERVICES = frozenset(
    {
        "codex_exec",
        "codex_cli_rs",
        "codex_cli",
        "codex-tui",
        "codex_tui",
        "codex-app-server",
        "codex_app_server",
        "codex-mcp-server",
        "codex_mcp_server",
        "codex_vscode",
    }
)
# Set by Codex on each of its spans (Rust tracing); an application of that name would not have them all.
_SPAN_MARKS = ("code.module.name", "thread.id", "busy_ns")


def event_name(record: LogRecord) -> str:
    """The sender's name of the event, ``""`` when the record has none."""
    return as_str(record.attributes.get("event.name"))


def recognises_log(record: LogRecord) -> bool:
    """A Codex event, or a note without event name from a Codex process."""
    name = event_name(record)
    if name:
        return name.startswith(EVENT_PREFIX)
    return as_str(record.resource.get("service.name")) in _SERVICES


def recognises_span(span: Span) -> bool:
    """A span of a Codex process: by its service, or by the marks of its tracing under a service named like Codex."""
    service = as_str(span.resource.get("service.name"))
    if service in _SERVICES:
        return True
    return (
        service.startswith("codex")
        and span.scope_name == service
        and all(mark in span.attributes for mark in _SPAN_MARKS)
    )
