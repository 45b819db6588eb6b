"""Organisations, projects, users, keys and web sessions, in SQL."""
