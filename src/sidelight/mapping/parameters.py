"""Model parameters of a call (OTEL_MAPPING section 9)."""

from sidelight.mapping.text import json_object, text_of
from sidelight.model import Attributes

_OBJECT_KEYS = ("langfuse.observation.model.parameters", "llm.invocation_parameters", "model_config")
_PREFIXES = ("gen_ai.request.", "llm.invocation_parameters.")

Parameters = dict[str, str | int | float | bool]


def parameters_of(attributes: Attributes) -> Parameters:
    """The parameters, from the first convention that reports any; texts and numbers as they are, others as JSON."""
    for key in _OBJECT_KEYS:
        if key in attributes and (found := json_object(attributes[key])) is not None:
            return _plain(found)
    named = [key for key in attributes if key.startswith(_PREFIXES)]
    return _plain({name: attributes[key] for key in named if (name := key.split(".", 2)[2]) != "model"})


def _plain(values: Attributes) -> Parameters:
    result: Parameters = {}
    for key, value in values.items():
        if isinstance(value, str | int | float):
            result[key] = value
        else:
            text = text_of(value)
            if text is not None:
                result[key] = text
    return result
