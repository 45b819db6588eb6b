"""How fast one core decodes and maps spans: ``python benchmarks/decode.py [--spans 2000]``.

Spans are of about 2 KB, as an instrumented application sends them (Langfuse SDK attributes, prompt and answer).
"""

import argparse
import gc
import json
import random
import time
from collections.abc import Callable

from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from sidelight.mapping import map_span
from sidelight.otlp.decode import Signal, check, decode_spans, identify

_WORDS = ("the", "quick", "brown", "fox", "jumps", "over", "some", "lazy", "dog", "while", "tokens", "are", "counted")
_ROUNDS = 7


def make_request(spans: int, seed: int = 1) -> ExportTraceServiceRequest:
    """A request with spans of about 2 KB in a single resource and scope."""
    rng = random.Random(seed)
    request = ExportTraceServiceRequest()
    resource_spans = request.resource_spans.add()
    for key, value in (("service.name", "shop"), ("service.version", "1.2.3"), ("telemetry.sdk.language", "python")):
        resource_spans.resource.attributes.add(key=key).value.string_value = value
    scope = resource_spans.scope_spans.add()
    scope.scope.name = "langfuse-sdk"
    for number in range(spans):
        start_ns = 1_795_436_296_000_000_000 + number * 1_000_000
        span = scope.spans.add(
            trace_id=rng.randbytes(16),
            span_id=rng.randbytes(8),
            parent_span_id=rng.randbytes(8),
            name="answer",
            start_time_unix_nano=start_ns,
            end_time_unix_nano=start_ns + 900_000_000,
        )
        question = json.dumps([{"role": "user", "content": " ".join(rng.choices(_WORDS, k=150))}])
        values: dict[str, str | int | float] = {
            "langfuse.observation.type": "generation",
            "langfuse.observation.model.name": "gpt-5",
            "langfuse.observation.input": question,
            "langfuse.observation.output": " ".join(rng.choices(_WORDS, k=90)),
            "langfuse.observation.usage_details": json.dumps({"input": 1000 + number, "output": 100, "total": 1100}),
            "langfuse.observation.metadata.step": f"step-{number}",
            "langfuse.environment": "production",
            "user.id": f"user-{number % 10}",
            "session.id": f"session-{number % 20}",
            "gen_ai.request.temperature": 0.5,
            "thread.id": number,
            "code.filepath": "src/app/main.py",
            "code.lineno": 120,
        }
        for key, item in values.items():
            target = span.attributes.add(key=key).value
            if isinstance(item, str):
                target.string_value = item
            elif isinstance(item, int):
                target.int_value = item
            else:
                target.double_value = item
    return request


def measure(name: str, records: int, call: Callable[[], object]) -> None:
    """Print the best of several rounds, in CPU time: other programs on the machine do not count."""
    best_s = float("inf")
    for _ in range(_ROUNDS):
        gc.collect()
        start_s = time.process_time()
        call()
        best_s = min(best_s, time.process_time() - start_s)
    print(f"{name:28} {records / best_s:>12,.0f} spans/s {best_s / records * 1e6:>8.2f} µs/span")


def main() -> None:
    """Measure each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spans", type=int, default=2000)
    count = parser.parse_args().spans
    request = make_request(count)
    body = request.SerializeToString()
    as_json = json.dumps(MessageToDict(request)).encode()
    print(f"{count} spans, {len(body) / count:.0f} bytes each as protobuf, {len(as_json) / count:.0f} as JSON")
    spans = decode_spans(body, "protobuf").records
    measure("identify", count, lambda: identify(body, "protobuf"))
    measure("check protobuf", count, lambda: check(body, Signal.TRACES, "protobuf"))
    measure("decode protobuf", count, lambda: decode_spans(body, "protobuf"))
    measure("decode JSON", count, lambda: decode_spans(as_json, "json"))
    measure("map", count, lambda: [map_span(span) for span in spans])


if __name__ == "__main__":
    main()
