"""Logfire: a prompt with all messages, or GenAI events as one JSON list."""

from sidelight.mapping.conventions.genai import CHOICE_EVENT
from sidelight.mapping.rule import Content, Rule, content_under
from sidelight.mapping.text import json_list
from sidelight.model import AttrValue, Span

_EVENTS = "events"


def _content_of_events(span: Span) -> Content | None:
    """The first choice is the output, all other events are the input."""
    events = [event for event in json_list(span.attributes[_EVENTS]) or [] if isinstance(event, dict)]
    messages: list[AttrValue] = [event for event in events if event.get("event.name") != CHOICE_EVENT]
    choice = next((event for event in events if event.get("event.name") == CHOICE_EVENT), None)
    return (messages or None, choice) if events else None


CONTENT = content_under(("prompt",), ("all_messages_events",))
CONTENT_OF_EVENTS = Rule(_content_of_events, keys=(_EVENTS,))
