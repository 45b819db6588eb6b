"""OpenAI Codex CLI (terminal UI, ``codex exec``, ``codex app-server``): its OTLP logs and spans as agent events.

Quirks that this package knows, with the version they were seen on (``codex/TELEMETRY.md`` of the workplace tells more):

- The event's name is the attribute ``event.name``. The field ``event_name`` is a source line that changes with every
  build, the scope name changed three times: neither is used (0.169.0).
- ``time_unix_nano`` is always 0; the observed time counts, then the attribute ``event.timestamp`` (0.169.0).
- Records without ``event.name`` are Codex's own debug notes about its exporter (0.169.0).
- Types change between signals and versions: counts and durations come as text or number (0.169.0, both).
- ``codex.sse_event`` is one record per stream event of the model API. Only two carry news: the usage record (with
  ``input_token_count``) and failures (with ``error.message``). ``response.completed`` comes twice a call, once as a
  stream event with a duration, once as the usage record (0.169.0).
- A stream event with ``error.message`` and a kind other than ``response.failed`` or ``response.completed`` could not be
  parsed; the call goes on (0.169.0).
- Sub-agents have their own ``conversation.id``. Their origin is in the output of ``spawn_agent`` in the parent, and in
  ``parent.conversation.id`` of their own answers (0.169.0).
- Span events repeat the log events; they are never read, except ``codex.turn_profile``, which has no log (0.169.0).
- Most of about 400 spans a turn are internals. ``session_task.turn`` tells a turn's end and its token totals, but its
  conversation only in the span event ``codex.turn_profile``; tool spans carry ``call_id`` and ``conversation.id``
  (0.169.0).
- Late 2025 versions (by source): no ``originator``, no ``call_id`` on failed tools, ``codex.sandbox_assessment``, tool
  names ``shell`` and ``local_shell``. Early 2026: ``codex.websocket_event`` as a log, one per stream event.
"""

from sidelight.agents.codex.logs import read_log
from sidelight.agents.codex.recognise import NAME, recognises_log, recognises_span
from sidelight.agents.codex.spans import read_spans

__all__ = ["NAME", "read_log", "read_spans", "recognises_log", "recognises_span"]
