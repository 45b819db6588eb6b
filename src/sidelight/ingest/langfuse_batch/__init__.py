"""Langfuse's batch API: objects that arrive in pieces (OTEL_MAPPING section 15)."""
