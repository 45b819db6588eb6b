"""The command line: serve, connect and check Codex, load the demo, manage keys."""
