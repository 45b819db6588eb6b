"""Model parameters of a call (OTEL_MAPPING section 9)."""

from functools import lru_cache

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
    named = {name: attributes[key] for key in attributes if (name := _parameter_name(key))}
    return _plain(named) if named else {}


@lru_cache(maxsize=4096)
def _parameter_name(key: str) -> str:
    """What follows the prefix of a parameter's key, ``""`` for other keys and for the model. Senders use few keys."""
    name = key.split(".", 2)[2] if key.startswith(_PREFIXES) else ""
    return "" if name == "model" else name


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
