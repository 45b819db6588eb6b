"""Langfuse's SDKs for JavaScript; the programs are in ``v5`` and ``v3``, what they send in ``story.json``."""
