"""Spans of any software into observations, by convention."""
