"""What is special about Langfuse's own traces address: its error texts, and whole batches refused for one bad span.

Clients of Langfuse were written against this contract (OTEL_MAPPING section 1); all other addresses follow OTLP.
"""

from collections import Counter

from sidelight.ingest.refused import RefusedError
from sidelight.otlp.decode import CheckedBody, Format

HIGHEST_VERSION = 4
_TEXTS = {
    "unsupported_content_type": "Invalid content type",
    "undecompressible": "Failed to decompress request body",
}


def check_version(header: str | None) -> None:
    """Refuse (400) an ``x-langfuse-ingestion-version`` that is no integer, or newer than what this server speaks."""
    if header is None:
        return
    try:
        if int(header) <= HIGHEST_VERSION:
            return
    except ValueError:
        pass
    raise RefusedError(
        400,
        "unsupported_version",
        f'Unsupported x-langfuse-ingestion-version: "{header[:50]}"',
        f"This server speaks versions up to {HIGHEST_VERSION}; use an SDK that does too.",
    )


def require_sound(checked: CheckedBody) -> None:
    """Refuse (400) the whole batch when any span in it is unusable."""
    if not checked.problems:
        return
    codes = Counter(problem.code for problem in checked.problems)
    counted = ", ".join(f"{code} ({count})" for code, count in codes.most_common())
    first = checked.problems[0]
    raise RefusedError(
        400,
        "invalid_spans",
        f"Invalid OTel trace payload: {len(checked.problems)} of {checked.count} spans are not usable: {counted}.",
        "Every span needs traceId and spanId, and attributes and events must be arrays. Nothing of the batch was "
        "stored. Logs do not belong here: send them to /api/public/otel/v1/logs.",
        kind="undecodable",
        sample=first.sample,
    )


def error_text(refused: RefusedError, fmt: Format | None) -> str:
    """Langfuse's own words for the ``error`` of the answer, else ours."""
    if refused.code == "not_otlp":
        return f"Failed to parse OTel {'JSON' if fmt is Format.JSON else 'Protobuf'} Trace"
    if refused.code == "invalid_spans":
        return f"{refused.reason} {refused.hint}"
    return _TEXTS.get(refused.code, refused.reason)
