"""Example sessions for a server that has nothing to show yet: invented people, real shapes.

The sessions are written as scripts (``sessions/*.toml``), played into the log records that Codex 0.169 would send
(``codex_log``), and sent through the receiver like any other telemetry. The same seed and anchor give the same bytes.
"""
