"""Spans of any software to observations: pure, one small module a convention."""

from sidelight.mapping.span import Mapped, map_span

__all__ = ["Mapped", "map_span"]
