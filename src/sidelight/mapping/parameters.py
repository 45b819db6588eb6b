"""Model parameters as observations hold them (OTEL_MAPPING section 9)."""

from sidelight.mapping.rule import Parameters
from sidelight.mapping.text import text_of
from sidelight.model import Attributes


def plain_parameters(values: Attributes) -> Parameters:
    """Texts and numbers as they are, everything else as JSON."""
    result: Parameters = {}
    for key, value in values.items():
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            result[key] = value
        else:
            text = text_of(value)
            if text is not None:
                result[key] = text
    return result
