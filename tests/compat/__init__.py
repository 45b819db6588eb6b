"""Clients made for Langfuse, unchanged, against Sidelight."""
