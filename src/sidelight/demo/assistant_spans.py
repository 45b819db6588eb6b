"""Traces of an ordinary LLM application beside the coding agents: a support assistant with retrieval and tools.

Its spans follow OpenTelemetry's GenAI semantic conventions, so that any receiver of OTLP knows what they mean.
"""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span, Status

from sidelight.demo.records import attributes_of
from sidelight.model.ids import derive_id
from sidelight.model.time import NS_PER_MS, NS_PER_S

_SERVICE = "support-assistant"
_SCOPE = "opentelemetry.instrumentation.openai_v2"
_HOURS_APART = 13.1
_FIRST_HOURS_AGO = 1.3


@dataclass(frozen=True, slots=True)
class _Question:
    """What a customer asked, which document was found, what was answered; ``error`` when the model call failed."""

    customer: str
    text: str
    document: str
    answer: str
    order: str = ""
    error: str = ""


_QUESTIONS = (
    _Question("c-1044", "Where is my order 81723?", "shipping.md", "It left our warehouse on Tuesday.", order="81723"),
    _Question("c-2310", "Can I return shoes that I wore once?", "returns.md", "Yes, within 30 days if they are clean."),
    _Question("c-1044", "And how do I get the label?", "returns.md", "You find it under “My orders”, as a PDF."),
    _Question("c-0917", "Do you ship to Norway?", "shipping.md", "Yes; customs are included in the price."),
    _Question("c-3301", "My code SPRING does not work.", "vouchers.md", "SPRING ended on 31 May. I am sorry!"),
    _Question("c-2877", "Bitte auf Deutsch: Wie lange dauert der Versand?", "shipping.md", "Zwei bis drei Werktage."),
    _Question("c-4102", "Cancel order 81790, please.", "orders.md", "Done, you get the money back.", order="81790"),
    _Question("c-0917", "Which sizes do the boots have?", "products.md", "36 to 46, half sizes from 38 on."),
    _Question("c-5120", "I was charged twice!", "payments.md", "", error="rate_limit_exceeded"),
    _Question("c-5120", "I was charged twice!!", "payments.md", "One of them is a hold that ends in two days."),
    _Question("c-3301", "Is there a loyalty programme?", "vouchers.md", "Yes: every tenth order ships free."),
    _Question("c-2310", "Thanks!", "", "You are welcome."),
)


def last_trace_id() -> str:
    """Trace id of the request that is sent last."""
    return _trace_id(len(_QUESTIONS) - 1)


def span_requests(anchor_ns: int) -> Iterator[bytes]:
    """Bodies of export requests, one a trace; the times count back from the anchor."""
    for number, question in enumerate(_QUESTIONS):
        hours_ago = _FIRST_HOURS_AGO + number * _HOURS_APART
        trace = _Trace(number, question, anchor_ns - int(hours_ago * 3600) * NS_PER_S)
        resource = Resource(
            attributes=attributes_of(
                {
                    "service.name": _SERVICE,
                    "service.version": "2.8.1",
                    "deployment.environment.name": "production",
                    "telemetry.sdk.language": "python",
                }
            )
        )
        scope = ScopeSpans(spans=trace.spans())
        scope.scope.name = _SCOPE
        yield ExportTraceServiceRequest(
            resource_spans=[ResourceSpans(resource=resource, scope_spans=[scope])]
        ).SerializeToString(deterministic=True)


class _Trace:
    """One request to the assistant."""

    def __init__(self, number: int, question: _Question, start_ns: int) -> None:
        self._number = number
        self._question = question
        self._start_ns = start_ns
        self._now_ns = start_ns + 3 * NS_PER_MS
        self._random = random.Random(number)  # noqa: S311 - variety, not secrecy
        self._trace_id = _trace_id(number)
        self._root_id = self._span_id("root")

    def spans(self) -> list[Span]:
        """The root and its children."""
        question = self._question
        children = []
        if question.document:
            children += [self._embedding(), self._retrieval()]
        if question.order:
            children += [self._tool()]
        children.append(self._chat())
        root = self._span(
            "POST /assistant",
            self._start_ns,
            {
                "http.request.method": "POST",
                "http.route": "/assistant",
                "http.response.status_code": 503 if question.error else 200,
                "session.id": f"chat-{question.customer}",
                "user.id": question.customer,
                "input.value": question.text,
                "output.value": question.answer,
            },
            span_id=self._root_id,
            kind=Span.SpanKind.SPAN_KIND_SERVER,
            error="upstream model refused" if question.error else "",
        )
        return [root, *children]

    def _embedding(self) -> Span:
        return self._child(
            "embeddings text-embedding-3-small",
            40,
            120,
            {
                "gen_ai.operation.name": "embeddings",
                "gen_ai.provider.name": "openai",
                "gen_ai.request.model": "text-embedding-3-small",
                "gen_ai.usage.input_tokens": max(len(self._question.text) // 4, 1),
            },
        )

    def _retrieval(self) -> Span:
        document = {"id": self._question.document, "score": round(self._random.uniform(0.71, 0.93), 3)}
        return self._child(
            "retrieve documents",
            8,
            35,
            {
                "openinference.span.kind": "RETRIEVER",
                "input.value": self._question.text,
                "output.value": json.dumps([document]),
            },
        )

    def _tool(self) -> Span:
        return self._child(
            "execute_tool lookup_order",
            60,
            240,
            {
                "gen_ai.operation.name": "execute_tool",
                "gen_ai.tool.name": "lookup_order",
                "gen_ai.tool.call.id": derive_id(self._trace_id, "tool", length=20),
                "gen_ai.tool.call.arguments": json.dumps({"order": self._question.order}),
                "gen_ai.tool.call.result": json.dumps({"order": self._question.order, "state": "in transit"}),
            },
        )

    def _chat(self) -> Span:
        question = self._question
        prompt_tokens = 820 + len(question.text) // 4
        asked = [
            {
                "role": "system",
                "parts": [{"type": "text", "content": "You help customers of a shoe shop. Be brief and kind."}],
            },
            {"role": "user", "parts": [{"type": "text", "content": question.text}]},
        ]
        said = [
            {
                "role": "assistant",
                "parts": [{"type": "text", "content": question.answer}],
                "finish_reason": "stop",
            }
        ]
        attributes: dict[str, str | int | bool | float] = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": "gpt-5.4-mini",
            "gen_ai.request.temperature": 0.2,
            "gen_ai.conversation.id": f"chat-{question.customer}",
            "gen_ai.input.messages": json.dumps(asked, ensure_ascii=False),
        }
        if question.error:
            attributes["error.type"] = question.error
        else:
            attributes |= {
                "gen_ai.response.model": "gpt-5.4-mini",
                "gen_ai.response.id": f"resp_{derive_id(self._trace_id, 'chat', length=24)}",
                "gen_ai.output.messages": json.dumps(said, ensure_ascii=False),
                "gen_ai.usage.input_tokens": prompt_tokens,
                "gen_ai.usage.output_tokens": len(question.answer) // 4 + 3,
                "gen_ai.usage.cache_read.input_tokens": 768,
            }
        return self._child("chat gpt-5.4-mini", 700, 2600, attributes, error=question.error)

    def _child(
        self,
        name: str,
        shortest_ms: int,
        longest_ms: int,
        attributes: Mapping[str, str | int | bool | float],
        error: str = "",
    ) -> Span:
        started = self._now_ns
        self._now_ns += self._random.randint(shortest_ms, longest_ms) * NS_PER_MS
        kind = Span.SpanKind.SPAN_KIND_CLIENT
        return self._span(name, started, attributes, parent_id=self._root_id, kind=kind, error=error)

    def _span(
        self,
        name: str,
        started_ns: int,
        attributes: Mapping[str, str | int | bool | float],
        *,
        kind: Span.SpanKind.ValueType,
        span_id: str = "",
        parent_id: str = "",
        error: str = "",
    ) -> Span:
        span = Span(
            trace_id=bytes.fromhex(self._trace_id),
            span_id=bytes.fromhex(span_id or self._span_id(name)),
            parent_span_id=bytes.fromhex(parent_id),
            name=name,
            kind=kind,
            start_time_unix_nano=started_ns,
            end_time_unix_nano=self._now_ns,
            attributes=attributes_of(attributes),
        )
        if error:
            span.status.CopyFrom(Status(code=Status.StatusCode.STATUS_CODE_ERROR, message=error))
        return span

    def _span_id(self, name: str) -> str:
        return derive_id(self._trace_id, name)


def _trace_id(number: int) -> str:
    return derive_id("demo assistant", str(number), length=32)
