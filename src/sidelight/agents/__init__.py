"""Coding agents: one module an agent turns its telemetry into agent events, and the fold turns events into traces."""
