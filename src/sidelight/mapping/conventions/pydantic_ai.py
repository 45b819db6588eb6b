"""Pydantic AI, and Pipecat, which names its content the same."""

from sidelight.mapping.conventions.genai import SYSTEM_INSTRUCTIONS, with_instructions
from sidelight.mapping.parameters import plain_parameters
from sidelight.mapping.rule import Content, Parameters, Rule, content_under, is_given
from sidelight.mapping.text import json_object
from sidelight.model import Span

SCOPE = "pydantic-ai"
_ALL_MESSAGES, _FINAL_RESULT = "pydantic_ai.all_messages", "final_result"
_PARAMETERS = "model_config"


def _content_of_run(span: Span) -> Content | None:
    """What an agent was told and all that was said in its run, and its result."""
    messages, result = span.attributes.get(_ALL_MESSAGES), span.attributes.get(_FINAL_RESULT)
    if not (is_given(messages) or is_given(result)):
        return None
    return with_instructions(messages, span.attributes.get(SYSTEM_INSTRUCTIONS)), result


def _parameters(span: Span) -> Parameters | None:
    found = json_object(span.attributes[_PARAMETERS])
    return None if found is None else plain_parameters(found)


CONTENT = content_under(("input",), ("output",))
CONTENT_OF_RUN = Rule(_content_of_run, keys=(_ALL_MESSAGES, _FINAL_RESULT), scopes=(SCOPE,))
CONTENT_OF_TOOL = content_under(("tool_arguments",), ("tool_response",))
PARAMETERS = Rule(_parameters, keys=(_PARAMETERS,))
