"""Semantic Kernel: prompt and completion in an event each, written in any of the other conventions."""

from dataclasses import replace

from sidelight.mapping.rule import Content, Rule
from sidelight.model import AttrValue, Span

PROMPT_EVENT, COMPLETION_EVENT = "gen_ai.content.prompt", "gen_ai.content.completion"


def content_of_events(rules: tuple[Rule[Content], ...]) -> Rule[Content]:
    """The rule that reads the attributes of both events by other ``rules``, or takes them whole."""

    def side(span: Span, event_name: str, place: int) -> AttrValue:
        event = next((event for event in span.events if event.name == event_name), None)
        if event is None:
            return None
        alone = replace(span, attributes=event.attributes, events=())
        for rule in rules:
            if rule.is_for(alone) and (content := rule.read(alone)) is not None:
                return dict(event.attributes) if content[place] is None else content[place]
        return dict(event.attributes)

    def read(span: Span) -> Content | None:
        input_, output = side(span, PROMPT_EVENT, 0), side(span, COMPLETION_EVENT, 1)
        return None if input_ is None and output is None else (input_, output)

    return Rule(read, needs_events=True)
