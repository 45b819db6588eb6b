"""Who, where and which version: what a span says about its trace (OTEL_MAPPING sections 4 and 5)."""

import re
from functools import lru_cache

from sidelight.mapping.keys import FIELDS
from sidelight.mapping.text import json_list, text_of
from sidelight.model import Attributes
from sidelight.model.attributes import as_str

_MAX_ENVIRONMENT_CHARS = 40
_LANGFUSE_PREFIX = re.compile(r"(?:langfuse[-_]?)+")
_ENVIRONMENT = re.compile(r"[a-z0-9_-]+")
_TRUE = (True, "true")


def environment_of(attributes: Attributes, resource: Attributes) -> str:
    """The environment, normalised; ``default`` when none is named."""
    for key in FIELDS.environments:
        value = attributes.get(key) or resource.get(key)
        if value:
            return normalise_environment(as_str(value))
    return "default"


@lru_cache(maxsize=1024)
def normalise_environment(text: str) -> str:
    """Lower case without a leading ``langfuse``, at most 40 characters of ``[a-z0-9-_]``; ``default`` otherwise."""
    lower = text.strip().lower()
    prefix = _LANGFUSE_PREFIX.match(lower)
    name = lower[prefix.end() if prefix else 0 :][:_MAX_ENVIRONMENT_CHARS]
    return name if _ENVIRONMENT.fullmatch(name) else "default"


def tags_of(attributes: Attributes, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The tags under the first of ``keys`` that is set: a list, a JSON list, texts with commas, or one text."""
    value = next((attributes[key] for key in keys if attributes[key]), None)
    found = json_list(value)
    texts = [text_of(item) for item in found] if found is not None else _split(text_of(value) or "")
    return tuple(dict.fromkeys(text for text in texts if text))


def _split(text: str) -> list[str]:
    return [text] if text.lstrip().startswith("[") else [part.strip() for part in text.split(",")]


def is_true(attributes: Attributes, keys: tuple[str, ...]) -> bool:
    """Whether one of these attributes says yes."""
    return any(attributes[key] in _TRUE for key in keys)
