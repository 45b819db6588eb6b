"""OpenLLMetry (Traceloop): whole entities, and messages flattened under ``gen_ai.prompt`` / ``gen_ai.completion``."""

from sidelight.mapping.flattened import gather
from sidelight.mapping.rule import Content, Rule, content_under, type_named_by
from sidelight.model import ObservationType, Span

PROMPT, COMPLETION = "gen_ai.prompt", "gen_ai.completion"
# A prompt's name and version, of OpenTelemetry's conventions, are no part of a message.
NOT_MESSAGES = frozenset({"gen_ai.prompt.name", "gen_ai.prompt.version"})

_ASSOCIATED = "traceloop.association.properties."
USER, SESSION = _ASSOCIATED + "user_id", _ASSOCIATED + "session_id"
_KINDS = {"workflow": ObservationType.CHAIN, "agent": ObservationType.AGENT, "tool": ObservationType.TOOL}


def _messages(span: Span) -> Content | None:
    attributes = span.attributes
    if not NOT_MESSAGES.isdisjoint(attributes):
        attributes = {key: value for key, value in attributes.items() if key not in NOT_MESSAGES}
    input_, output = gather(attributes, PROMPT), gather(attributes, COMPLETION)
    return None if input_ is None and output is None else (input_, output)


TYPE = type_named_by("traceloop.span.kind", _KINDS)
CONTENT = content_under(("traceloop.entity.input",), ("traceloop.entity.output",))
CONTENT_OF_MESSAGES = Rule(_messages, keys=(PROMPT, COMPLETION), prefixes=(PROMPT + ".", COMPLETION + "."))
