"""Which stored prompt a generation was made with (OTEL_MAPPING section 5)."""

from sidelight.mapping.conventions import vercel_ai
from sidelight.mapping.text import count_of, json_object, text_of
from sidelight.model import Attributes


def prompt_name_of(attributes: Attributes, keys: tuple[str, ...]) -> str:
    """The name under the first of ``keys`` that gives one, ``""`` when none does."""
    for key in keys:
        value = attributes[key]
        name = text_of((json_object(value) or {}).get("name") if key == vercel_ai.PROMPT else value)
        if name:
            return name
    return ""


def prompt_version_of(attributes: Attributes, keys: tuple[str, ...]) -> int | None:
    """The version under the first of ``keys`` that gives one."""
    for key in keys:
        value = attributes[key]
        version = count_of((json_object(value) or {}).get("version") if key == vercel_ai.PROMPT else value)
        if version is not None:
            return version
    return None
