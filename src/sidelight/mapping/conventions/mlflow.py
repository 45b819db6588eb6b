"""MLflow's tracing, which writes every attribute as JSON."""

from sidelight.mapping.conventions.genai import ledger_of
from sidelight.mapping.rule import Counts, Rule, content_under
from sidelight.mapping.text import json_object
from sidelight.mapping.usage import counts_of
from sidelight.model import ObservationType, Span

MODEL = "mlflow.llm.model"
_TYPE, _USAGE = "mlflow.spanType", "mlflow.chat.tokenUsage"
_TYPES = {
    "LLM": ObservationType.GENERATION,
    "CHAT_MODEL": ObservationType.GENERATION,
    "CHAIN": ObservationType.CHAIN,
    "AGENT": ObservationType.AGENT,
    "TOOL": ObservationType.TOOL,
    "RETRIEVER": ObservationType.RETRIEVER,
    "EMBEDDING": ObservationType.EMBEDDING,
    "GUARDRAIL": ObservationType.GUARDRAIL,
    "EVALUATOR": ObservationType.EVALUATOR,
}


def _type(span: Span) -> ObservationType | None:
    value = span.attributes[_TYPE]
    return _TYPES.get(value.strip('"')) if isinstance(value, str) else None


def _usage(span: Span) -> Counts | None:
    reported = counts_of(json_object(span.attributes[_USAGE]) or {})
    return ledger_of(reported) if reported else None


TYPE = Rule(_type, keys=(_TYPE,))
CONTENT = content_under(("mlflow.spanInputs",), ("mlflow.spanOutputs",))
USAGE = Rule(_usage, keys=(_USAGE,))
