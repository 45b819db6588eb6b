"""Reproducible measurements; each program prints a table and can write JSON."""
