"""Input and output: the first convention that reports either gives both (OTEL_MAPPING section 7)."""

from sidelight.mapping.text import text_of
from sidelight.model import Attributes

FAMILIES = (
    ("langfuse.observation.input", "langfuse.observation.output"),
    ("mlflow.spanInputs", "mlflow.spanOutputs"),
    ("traceloop.entity.input", "traceloop.entity.output"),
    ("input.value", "output.value"),
    ("gen_ai.input.messages", "gen_ai.output.messages"),
    ("gen_ai.tool.call.arguments", "gen_ai.tool.call.result"),
)
"""Attributes of the conventions that write input and output whole, in their order."""

CONTENT_KEYS = frozenset(key for family in FAMILIES for key in family)


def content_of(attributes: Attributes) -> tuple[str | None, str | None]:
    """Input and output as text, None where not reported. Sides of several conventions are not mixed."""
    get = attributes.get
    for input_key, output_key in FAMILIES:
        input_, output = get(input_key), get(output_key)
        if input_ is not None or output is not None:
            return text_of(input_), text_of(output)
    return None, None
