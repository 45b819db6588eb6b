"""Which type an observation has: an ordered list of rules, the first that answers wins (OTEL_MAPPING section 6)."""

from collections.abc import Callable

from sidelight.model import Attributes, ObservationType

Rule = Callable[[Attributes], ObservationType | None]

MODEL_KEYS = (
    "langfuse.observation.model.name",
    "gen_ai.response.model",
    "ai.model.id",
    "gen_ai.request.model",
    "llm.response.model",
    "llm.model_name",
    "model",
)
_TYPING_MODEL_KEYS = (
    "langfuse.observation.model.name",
    "gen_ai.request.model",
    "gen_ai.response.model",
    "llm.model_name",
    "model",
)
_LANGFUSE = {kind.lower(): kind for kind in ObservationType}
_OPENINFERENCE = {
    "CHAIN": ObservationType.CHAIN,
    "RETRIEVER": ObservationType.RETRIEVER,
    "EMBEDDING": ObservationType.EMBEDDING,
    "AGENT": ObservationType.AGENT,
    "TOOL": ObservationType.TOOL,
    "GUARDRAIL": ObservationType.GUARDRAIL,
    "EVALUATOR": ObservationType.EVALUATOR,
    "LLM": ObservationType.GENERATION,
}
_OPERATIONS = {
    "chat": ObservationType.GENERATION,
    "completion": ObservationType.GENERATION,
    "text_completion": ObservationType.GENERATION,
    "generate_content": ObservationType.GENERATION,
    "generate": ObservationType.GENERATION,
    "embeddings": ObservationType.EMBEDDING,
    "invoke_agent": ObservationType.AGENT,
    "create_agent": ObservationType.AGENT,
    "execute_tool": ObservationType.TOOL,
}


def type_of(attributes: Attributes) -> ObservationType:
    """The type of a span's observation."""
    for rule in _RULES:
        found = rule(attributes)
        if found is not None:
            return found
    return ObservationType.SPAN


def _by_tool(attributes: Attributes) -> ObservationType | None:
    is_tool = attributes.get("gen_ai.tool.name") or attributes.get("gen_ai.tool.call.id")
    return ObservationType.TOOL if is_tool else None


def _by_model(attributes: Attributes) -> ObservationType | None:
    return ObservationType.GENERATION if any(attributes.get(key) for key in _TYPING_MODEL_KEYS) else None


def _looked_up(key: str, types: dict[str, ObservationType]) -> Rule:
    def rule(attributes: Attributes) -> ObservationType | None:
        value = attributes.get(key)
        return types.get(value) if isinstance(value, str) else None

    return rule


_RULES: tuple[Rule, ...] = (
    _looked_up("langfuse.observation.type", _LANGFUSE),
    _looked_up("openinference.span.kind", _OPENINFERENCE),
    _looked_up("gen_ai.operation.name", _OPERATIONS),
    _by_tool,
    _by_model,
)
