"""Setting Codex CLI up, and finding out why it does not report.

Codex shows its user nothing when telemetry fails, and does not start at all when ``[otel]`` is malformed. So everything
here is built on what Codex 0.169 was seen to do (``docs/guide/connect-codex.md`` tells it to users). Values in, values
out; only ``home``, ``probe`` and ``facts`` touch the machine.
"""
