"""Comments on traces, observations, sessions and prompts, with mentions of people and reactions."""
