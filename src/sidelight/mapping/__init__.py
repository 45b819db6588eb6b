"""Spans of any software to observations: pure, one small module a convention."""

from sidelight.mapping.sender import Sender
from sidelight.mapping.span import Mapped, map_span, map_spans

__all__ = ["Mapped", "Sender", "map_span", "map_spans"]
