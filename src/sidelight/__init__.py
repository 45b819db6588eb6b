"""Sidelight: self-hosted LLM engineering, from the telemetry of coding agents to evaluation."""

__version__ = "0.1.0"
