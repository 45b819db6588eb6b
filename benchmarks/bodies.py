"""Request bodies for load tests, built before the clock starts.

A body is serialised once with the official OTLP classes; its copies differ in their ids, which are patched in place
(same length, so that the protobuf framing holds). Texts are random words: they compress about as real prompts do.
"""

import os
import random
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

SPANS_A_TRACE = 10
DISTINCT_TEMPLATES = 32
_WORDS_FILE_SEED = 7


@dataclass(frozen=True, slots=True)
class Body:
    """One request: what is sent, and how many records it holds."""

    content: bytes
    records: int


def span_bodies(count: int, *, batch: int, text_bytes: int) -> list[Body]:
    """Bodies with ``count`` spans in total, ``batch`` a body, each span with about ``text_bytes`` of input and output.

    Every trace has ten spans: a root and nine children that look like calls of a chat model (GenAI conventions).
    """
    rng = random.Random(_WORDS_FILE_SEED)
    words = _words(rng)
    sizes = [batch] * (count // batch) + ([count % batch] if count % batch else [])
    templates: dict[int, list[_Template]] = {}
    bodies = []
    for index, size in enumerate(sizes):
        known = templates.setdefault(size, [])
        if len(known) < DISTINCT_TEMPLATES:
            known.append(_Template.build(size, text_bytes, rng, words))
        bodies.append(Body(known[index % len(known)].copy(), size))
    return bodies


def codex_bodies(sessions: int, capture: Path) -> list[Body]:
    """Bodies of ``sessions`` Codex sessions: a captured one (its log requests in order) under new conversation ids."""
    files = sorted(capture.glob("*-logs.pb"))
    if not files:
        raise FileNotFoundError(f"no captured log requests (*-logs.pb) in {capture}")
    old_id = next(capture.glob("rollout-*.jsonl")).stem[-36:].encode()
    originals = [(content := file.read_bytes(), content.count(b"event.name")) for file in files]
    bodies = []
    for _ in range(sessions):
        new_id = str(uuid.uuid4()).encode()
        bodies += [Body(content.replace(old_id, new_id), records) for content, records in originals]
    return bodies


@dataclass(frozen=True, slots=True)
class _Template:
    """A serialised request, and where its ids are."""

    content: bytes
    trace_id_offsets: tuple[tuple[int, ...], ...]
    span_id_offsets: tuple[tuple[int, ...], ...]

    @classmethod
    def build(cls, spans: int, text_bytes: int, rng: random.Random, words: list[str]) -> "_Template":
        trace_ids = [rng.randbytes(16) for _ in range(-(-spans // SPANS_A_TRACE))]
        span_ids = [rng.randbytes(8) for _ in range(spans)]
        request = ExportTraceServiceRequest()
        resource = request.resource_spans.add()
        resource.resource.attributes.extend([_text("service.name", "bench"), _text("service.version", "1.2.3")])
        scope = resource.scope_spans.add()
        scope.scope.name = "bench.instrumentation"
        start_ns = time.time_ns() - 60_000_000_000
        for number, span_id in enumerate(span_ids):
            root = number - number % SPANS_A_TRACE
            parent = span_ids[root] if number != root else b""
            scope.spans.append(
                _chat_span(trace_ids[number // SPANS_A_TRACE], span_id, parent, start_ns, text_bytes, rng, words)
            )
        content = request.SerializeToString()
        return cls(
            content,
            tuple(tuple(_offsets(content, trace_id)) for trace_id in trace_ids),
            tuple(tuple(_offsets(content, span_id)) for span_id in span_ids),
        )

    def copy(self) -> bytes:
        """The request again, with new ids."""
        content = bytearray(self.content)
        for offsets in self.trace_id_offsets:
            new_id = os.urandom(16)
            for offset in offsets:
                content[offset : offset + 16] = new_id
        for offsets in self.span_id_offsets:
            new_id = os.urandom(8)
            for offset in offsets:
                content[offset : offset + 8] = new_id
        return bytes(content)


def _chat_span(
    trace_id: bytes,
    span_id: bytes,
    parent_id: bytes,
    start_ns: int,
    text_bytes: int,
    rng: random.Random,
    words: list[str],
) -> Span:
    begin_ns = start_ns + rng.randrange(50_000_000_000)
    prompt_tokens, answer_tokens = rng.randrange(200, 4000), rng.randrange(20, 900)
    span = Span(
        trace_id=trace_id,
        span_id=span_id,
        parent_span_id=parent_id,
        name="chat gpt-5.5" if parent_id else "answer question",
        kind=Span.SPAN_KIND_CLIENT if parent_id else Span.SPAN_KIND_SERVER,
        start_time_unix_nano=begin_ns,
        end_time_unix_nano=begin_ns + rng.randrange(200_000_000, 9_000_000_000),
    )
    span.attributes.extend(
        [
            _text("gen_ai.operation.name", "chat"),
            _text("gen_ai.system", "openai"),
            _text("gen_ai.request.model", "gpt-5.5"),
            _text("gen_ai.response.model", "gpt-5.5-2026-08-01"),
            _number("gen_ai.usage.input_tokens", prompt_tokens),
            _number("gen_ai.usage.output_tokens", answer_tokens),
            _text("user.id", f"user-{rng.randrange(500)}"),
            _text("session.id", f"session-{rng.randrange(5000)}"),
            _text("input.value", _sentence(rng, words, text_bytes * 2 // 3)),
            _text("output.value", _sentence(rng, words, text_bytes // 3)),
        ]
    )
    return span


def _text(key: str, value: str) -> KeyValue:
    return KeyValue(key=key, value=AnyValue(string_value=value))


def _number(key: str, value: int) -> KeyValue:
    return KeyValue(key=key, value=AnyValue(int_value=value))


def _offsets(content: bytes, needle: bytes) -> Iterator[int]:
    position = content.find(needle)
    while position >= 0:
        yield position
        position = content.find(needle, position + 1)


def _words(rng: random.Random) -> list[str]:
    return ["".join(rng.choices("etaoinshrdlucmfwyp", k=rng.randrange(2, 10))) for _ in range(4000)]


def _sentence(rng: random.Random, words: list[str], size: int) -> str:
    return " ".join(rng.choices(words, k=size // 6))[:size]
