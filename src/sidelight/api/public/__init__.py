"""Langfuse's public API, one router a resource."""
