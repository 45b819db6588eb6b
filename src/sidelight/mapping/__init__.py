"""Spans of any software to observations: pure, one small module a convention."""

from sidelight.mapping.span import Mapped, map_span, map_spans

__all__ = ["Mapped", "map_span", "map_spans"]
