"""A made-up shop assistant's traces of the last hours, sent as its instrumentation would: OTLP spans, then scores."""

import random
import time
from collections.abc import Iterator
from typing import Any

import httpx

from tests.e2e.servers import Server

BATCH = 200
_USERS = (
    "ada@example.com",
    "bob@example.com",
    "u-8842",
    "chen.wei@example.cn",
    "a-user-with-a-rather-long-identifier@subsidiary.example.org",
)
_MODELS = ("gpt-5", "gpt-5-mini", "claude-sonnet-4-5", "gemini-2.5-pro")
_NAMES = (
    "support-chat",
    "summarise-ticket",
    "rag-answer",
    "nightly-evaluation of all open tickets in every region and language",
)
_QUESTIONS = (
    "How do I reset my password when the e-mail never arrives?",
    "Summarise the ticket in three sentences, keep names out.",
    "你们的退款政策是什么？请用中文回答。",
    "Compare plan A with plan B; mention limits, prices, and what happens when a team outgrows its plan in mid-month.",
)
_TAGS = ("prod", "beta", "vip", "batch")


def send_shop_assistant(server: Server, traces: int, hours: float = 20, seed: int = 7) -> None:
    """Send ``traces`` traces of the last ``hours``, most of them with a score; the same for one ``seed``."""
    rng = random.Random(seed)
    now_ns = time.time_ns()
    with httpx.Client(
        base_url=server.url, auth=(server.public_key, server.secret_key), timeout=60, trust_env=False
    ) as client:
        for first in range(0, traces, BATCH):
            many = [_trace(rng, number, now_ns, hours) for number in range(first, min(traces, first + BATCH))]
            spans = [span for trace, _ in many for span in trace]
            scores = [score for _, given in many for score in given]
            body = {
                "resourceSpans": [
                    {
                        "resource": {"attributes": _attributes({"service.name": "shop-assistant"})},
                        "scopeSpans": [{"scope": {"name": "shop.tracing", "version": "1.4.0"}, "spans": spans}],
                    }
                ]
            }
            client.post("/api/public/otel/v1/traces", json=body).raise_for_status()
            for start in range(0, len(scores), BATCH):
                client.post("/api/public/scores", json=scores[start : start + BATCH]).raise_for_status()


def _trace(
    rng: random.Random, number: int, now_ns: int, hours: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    trace_id = f"{rng.getrandbits(128) | 1:032x}"
    start_ns = now_ns - int(rng.random() ** 1.5 * hours * 3600e9) - 10_000_000_000
    name = rng.choice(_NAMES)
    failed = rng.random() < 0.08
    question = rng.choice(_QUESTIONS)
    common = {
        "langfuse.trace.name": name,
        "user.id": rng.choice(_USERS),
        "session.id": f"session-{number % 97}",
        "langfuse.environment": rng.choice(("production", "production", "staging", "dev")),
        "langfuse.release": rng.choice(("2026.11.1", "2026.11.2")),
        "langfuse.trace.tags": rng.sample(_TAGS, rng.randint(0, 2)),
    }
    root = f"{rng.getrandbits(64) | 1:016x}"
    length_ns = int(rng.lognormvariate(0.8, 0.7) * 1e9)
    spans = [
        _span(
            trace_id,
            root,
            "",
            name,
            start_ns,
            length_ns,
            {
                **common,
                "langfuse.observation.type": "agent",
                "langfuse.observation.input": question,
                "langfuse.observation.output": "Here is what I found. " * rng.randint(1, 30),
                "langfuse.trace.metadata.plan": rng.choice(("free", "team", "enterprise")),
                "langfuse.trace.metadata.region": rng.choice(("eu", "us")),
            },
            failed=False,
        )
    ]
    spans.extend(_steps(rng, trace_id, root, start_ns, length_ns, common, question, failed=failed))
    return spans, list(_scores(rng, trace_id, str(spans[-1]["spanId"])))


def _steps(
    rng: random.Random,
    trace_id: str,
    root: str,
    start_ns: int,
    length_ns: int,
    common: dict[str, Any],
    question: str,
    *,
    failed: bool,
) -> Iterator[dict[str, Any]]:
    at_ns = start_ns + 5_000_000
    retriever = f"{rng.getrandbits(64) | 1:016x}"
    yield _span(
        trace_id,
        retriever,
        root,
        "search-knowledge-base",
        at_ns,
        length_ns // 6,
        {**common, "langfuse.observation.type": "retriever", "langfuse.observation.input": question},
        failed=False,
    )
    if rng.random() < 0.4:
        yield _span(
            trace_id,
            f"{rng.getrandbits(64) | 1:016x}",
            root,
            "lookup_order",
            at_ns + length_ns // 5,
            length_ns // 9,
            {**common, "langfuse.observation.type": "tool", "langfuse.observation.input": '{"order": 1234}'},
            failed=failed,
        )
    model = rng.choice(_MODELS)
    tokens = rng.randint(200, 9000)
    yield _span(
        trace_id, f"{rng.getrandbits(64) | 1:016x}", root, "answer", at_ns + length_ns // 3, length_ns // 2,
        {
            **common,
            "langfuse.observation.type": "generation",
            "langfuse.observation.model.name": model,
            "langfuse.observation.input": question,
            "langfuse.observation.output": "An answer that takes a while to read. " * rng.randint(1, 40),
            "langfuse.observation.usage_details": f'{{"input": {tokens}, "output": {rng.randint(20, 900)}}}',
            "langfuse.observation.prompt.name": "support-answer",
            "langfuse.observation.prompt.version": rng.randint(1, 4),
        },
        failed=failed and rng.random() < 0.5,
    )  # fmt: skip


def _scores(rng: random.Random, trace_id: str, observation_id: str) -> Iterator[dict[str, Any]]:
    if rng.random() < 0.7:
        yield {
            "traceId": trace_id,
            "name": "helpfulness",
            "value": round(min(1.0, max(0.0, rng.gauss(0.72, 0.18))), 3),
            "dataType": "NUMERIC",
        }
    if rng.random() < 0.4:
        yield {
            "traceId": trace_id,
            "observationId": observation_id,
            "name": "tone",
            "value": rng.choice(("kind", "kind", "neutral", "rude")),
            "dataType": "CATEGORICAL",
            "comment": "Judged by the reviewer of the day.",
        }
    if rng.random() < 0.3:
        yield {"traceId": trace_id, "name": "grounded", "value": int(rng.random() < 0.8), "dataType": "BOOLEAN"}
    if rng.random() < 0.05:
        yield {
            "traceId": trace_id,
            "name": "remark",
            "value": "The answer cites a page that no longer exists.",
            "dataType": "TEXT",
        }


def _span(
    trace_id: str,
    span_id: str,
    parent_id: str,
    name: str,
    start_ns: int,
    length_ns: int,
    attributes: dict[str, Any],
    *,
    failed: bool,
) -> dict[str, Any]:
    span: dict[str, Any] = {
        "traceId": trace_id,
        "spanId": span_id,
        "name": name,
        "kind": 1,
        "startTimeUnixNano": str(start_ns),
        "endTimeUnixNano": str(start_ns + max(length_ns, 1_000_000)),
        "attributes": _attributes(attributes),
    }
    if parent_id:
        span["parentSpanId"] = parent_id
    if failed:
        span["status"] = {"code": 2, "message": "The order service answered 503 Service Unavailable."}
    return span


def _attributes(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in values.items()]


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        return {"arrayValue": {"values": [_value(one) for one in value]}}
    return {"intValue": str(value)} if isinstance(value, int) else {"stringValue": str(value)}
