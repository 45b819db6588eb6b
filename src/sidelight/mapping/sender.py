"""Which Langfuse SDK sent a span, and what follows from its version (OTEL_MAPPING section 8)."""

from dataclasses import dataclass
from functools import lru_cache

from sidelight.mapping.conventions.langfuse import SCOPE, version_of
from sidelight.model import Span
from sidelight.model.attributes import as_str

# The first major versions that write every value of metadata as JSON, texts included.
_JSON_METADATA_FROM = {"python": 5, "javascript": 6}
_LANGUAGES = {"python": "python", "nodejs": "javascript", "webjs": "javascript"}


@dataclass(frozen=True, slots=True)
class Sender:
    """The SDK that a request names in its headers: ``python`` or ``javascript``, and its version."""

    name: str
    version: str


def has_json_metadata(span: Span, sender: Sender | None = None) -> bool:
    """Whether metadata values of the span are JSON texts.

    The sender's word counts for all spans of its request, those of other libraries too: the SDK puts the same values on
    them. Without it, the scope of the SDK's own spans tells.
    """
    if sender is not None:
        return _writes_json(sender.name, sender.version)
    if not span.scope_name.startswith(SCOPE):
        return False
    language = as_str(span.resource.get("telemetry.sdk.language"))
    return _writes_json(_LANGUAGES.get(language, ""), span.scope_version)


@lru_cache(maxsize=256)
def _writes_json(name: str, version: str) -> bool:
    found = version_of(version)
    return found is not None and found[0] >= _JSON_METADATA_FROM.get(name.strip().lower(), 1_000_000)
