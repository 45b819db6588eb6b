"""Prompts: versions, labels, tags and references between them (PARITY section 3)."""
