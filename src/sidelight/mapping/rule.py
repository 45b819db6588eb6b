"""What a convention knows, as rules that say by themselves which spans they are for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from sidelight.model import Attributes, AttrValue, ObservationType, Span

T_co = TypeVar("T_co", covariant=True)
Content: TypeAlias = tuple[AttrValue, AttrValue]
"""Input and output as they were sent, None for a side that was not."""
Parameters: TypeAlias = dict[str, str | int | float | bool]
Counts: TypeAlias = dict[str, int]


@dataclass(frozen=True, slots=True)
class Rule(Generic[T_co]):
    """``read`` gives what a span says, or None to leave it to the next rule.

    It is only asked about spans of one of the ``scopes`` (any when empty) that have an attribute of the ``keys`` or one
    whose key begins with a prefix (any when both are empty), and events if it ``needs_events``: a span pays for the
    conventions that it uses, not for those that exist.
    """

    read: Callable[[Span], T_co | None]
    keys: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    needs_events: bool = False

    def is_for(self, span: Span) -> bool:
        """Whether to ask the rule about a span."""
        if (self.scopes and span.scope_name not in self.scopes) or (self.needs_events and not span.events):
            return False
        if not self.keys and not self.prefixes:
            return True
        attributes = span.attributes
        return any(key in attributes for key in self.keys) or any(key.startswith(self.prefixes) for key in attributes)


def is_given(value: AttrValue) -> bool:
    """Whether an attribute says something: neither missing nor an empty text."""
    return value is not None and value != ""


def first_given(attributes: Attributes, keys: tuple[str, ...]) -> AttrValue:
    """The first value under ``keys`` that says something, None when none does."""
    for key in keys:
        value = attributes.get(key)
        if is_given(value):
            return value
    return None


def content_under(inputs: tuple[str, ...], outputs: tuple[str, ...], scopes: tuple[str, ...] = ()) -> Rule[Content]:
    """The rule of a convention that writes input and output whole, each under the first of some keys."""

    def read(span: Span) -> Content | None:
        input_, output = first_given(span.attributes, inputs), first_given(span.attributes, outputs)
        return None if input_ is None and output is None else (input_, output)

    return Rule(read, keys=(*inputs, *outputs), scopes=scopes)


def type_named_by(key: str, types: Mapping[str, ObservationType]) -> Rule[ObservationType]:
    """The rule of a convention that names the type in one attribute."""

    def read(span: Span) -> ObservationType | None:
        value = span.attributes[key]
        return types.get(value) if isinstance(value, str) else None

    return Rule(read, keys=(key,))
