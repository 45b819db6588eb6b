"""Programs that run in an environment of an SDK; nothing of Sidelight is there."""
