"""OTLP over HTTP: authenticate, read, identify, check, make durable, answer. Never a redirect, never a silent drop.

Raw Starlette: no validation layer stands between a sender that never retries (TELEMETRY 2) and the journal. Errors are
answered in JSON to everybody: those who read them are people looking at an exporter's log.
"""

import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sidelight.ingest import langfuse_traces
from sidelight.ingest.accept import (
    MAX_HEADER_CHARS,
    ReceiverServices,
    authenticate,
    check_content,
    make_durable,
    partial_success_message,
)
from sidelight.ingest.body import check_length, encoding_of, expected_size, read_body
from sidelight.ingest.byte_budget import ByteBudget
from sidelight.ingest.otlp_answers import CONTENT_TYPES, success_body
from sidelight.ingest.refusals import Refusal
from sidelight.ingest.refused import RefusedError
from sidelight.otlp.decode import Format, Signal
from sidelight.platform.keys import KeyIdentity
from sidelight.settings import MIB

_log = structlog.get_logger(__name__)

LANGFUSE_BASE = "/api/public/otel"
LANGFUSE_TRACES = f"{LANGFUSE_BASE}/v1/traces"
_ATTRIBUTION_PREFIX = "x-langfuse-"
ALLOWED_METHODS = "POST, OPTIONS"


@dataclass(frozen=True, slots=True)
class _Address:
    """One path. ``signal`` is None where the content decides; ``is_langfuse`` asks for Langfuse's own answers.

    ``is_lost``: nothing is taken here, only shown where to go.
    """

    path: str
    signal: Signal | None
    is_langfuse: bool = False
    is_lost: bool = False

    @property
    def other_signal_hint(self) -> str:
        base = LANGFUSE_BASE if self.path.startswith(LANGFUSE_BASE) else ""
        return f"Send {{actual}} to {base}/v1/{{actual}}, or any signal to {LANGFUSE_BASE}."


_ADDRESSES = (
    _Address(LANGFUSE_BASE, None),
    *(
        _Address(f"{base}/v1/{signal}", signal, is_langfuse=f"{base}/v1/{signal}" == LANGFUSE_TRACES)
        for base in (LANGFUSE_BASE, "")
        for signal in Signal
    ),
)

# Where exporters send when their endpoint lacks its path, or has too much of it.
_LOST = ("/", f"{LANGFUSE_BASE}/{{rest:path}}", "/v1/{rest:path}", "/otel{rest:path}", "/otlp{rest:path}")


def otlp_routes() -> list[Route]:
    """The routes of all OTLP addresses, with and without trailing slash, and of those that are mistaken for them.

    The application that they are mounted in keeps its parts in ``app.state.services``.
    """
    receiver = _Receiver()
    taken = [
        Route(path, _Endpoint(receiver, address))
        for address in _ADDRESSES
        for path in (address.path, address.path + "/")
    ]
    return [*taken, *(_lost_route(path, receiver) for path in _LOST)]


def _lost_route(path: str, receiver: "_Receiver") -> Route:
    return Route(path, _Endpoint(receiver, _Address(path, None, is_lost=True)), methods=["POST"])


class _Endpoint:
    """An address as an ASGI application, so that every method arrives here and none is answered by the router."""

    def __init__(self, receiver: "_Receiver", address: _Address) -> None:
        self._receiver = receiver
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        if request.method == "OPTIONS":
            response: Response = Response(status_code=204, headers={"Allow": ALLOWED_METHODS})
        else:
            response = await self._receiver.answer(request, self._address)
        _allow_any_origin(request, response)
        await response(scope, receive, send)


class _Receiver:
    """Handles the requests of all addresses of one application."""

    def __init__(self) -> None:
        self._budget: ByteBudget | None = None

    async def answer(self, request: Request, address: _Address) -> Response:
        services: ReceiverServices = request.app.state.services
        delivery = _Delivery(request, address)
        try:
            return await self._receive(services, delivery)
        except RefusedError as error:
            refused = error
        except ClientDisconnect:
            refused = RefusedError(
                499,
                "disconnected",
                "The sender closed the connection before its request had arrived.",
                "Its timeout may be too short for the network, or the process ended.",
            )
        except Exception:
            _log.exception("receiver_failed", path=address.path, request_id=delivery.request_id)
            refused = RefusedError(
                500,
                "internal_error",
                "The server failed to handle this request.",
                f"Its log has the details under request {delivery.request_id}; please report them.",
            )
        services.refusals.record(delivery.refusal(refused))
        return delivery.error_response(refused)

    async def _receive(self, services: ReceiverServices, delivery: "_Delivery") -> Response:
        request, address = delivery.request, delivery.address
        limit = services.settings.ingest.max_body_mb * MIB
        await delivery.authenticate(services)
        if address.is_lost:
            raise RefusedError(
                404,
                "wrong_address",
                "There is no OTLP receiver at this address.",
                f"Send logs to {LANGFUSE_BASE}/v1/logs, traces and metrics beside it, or any signal to "
                f"{LANGFUSE_BASE}; an exporter may add /v1/... to its endpoint by itself.",
            )
        if address.is_langfuse:
            langfuse_traces.check_version(request.headers.get("x-langfuse-ingestion-version"))
        fmt = delivery.format = _format_of(request.headers.get("content-type"), address)
        encoding = encoding_of(request.headers.get("content-encoding"))
        length = _content_length(request)
        check_length(length, limit)
        async with self._budget_of(services).share(expected_size(length, encoding, limit)) as share:
            body, delivery.bytes = await read_body(request.stream(), encoding, limit, share)
            accepted = await check_content(body, fmt, address.signal, address.other_signal_hint)
            if address.is_langfuse:
                langfuse_traces.require_sound(accepted.checked)
            await make_durable(services, delivery.identity, accepted, delivery.meta())
        checked = accepted.checked
        answer = success_body(accepted.signal, fmt, checked.rejected, partial_success_message(checked))
        return Response(answer, media_type=CONTENT_TYPES[fmt])

    def _budget_of(self, services: ReceiverServices) -> ByteBudget:
        if self._budget is None:
            self._budget = ByteBudget(services.settings.ingest.max_in_flight_mb * MIB)
        return self._budget


class _Delivery:
    """One request and what became known of it so far."""

    def __init__(self, request: Request, address: _Address) -> None:
        self.request = request
        self.address = address
        self.request_id = uuid4().hex
        self.received_ns = time.time_ns()
        self.identity = _NOBODY
        self.format: Format | None = None
        self.bytes = 0

    async def authenticate(self, services: ReceiverServices) -> None:
        """Find out who sends. Raises :class:`RefusedError` (401, 405, 503)."""
        is_post = self.request.method == "POST"
        try:
            self.identity = await authenticate(services, self.request.headers.get("authorization"))
        except RefusedError:
            if is_post:
                raise
        if not is_post:
            raise RefusedError(
                405,
                "method_not_allowed",
                f"This address takes OTLP by POST, not {self.request.method}.",
                "A GET here is often a POST that was redirected on its way: use the exact URL, with the right scheme.",
            )

    def meta(self) -> dict[str, Any]:
        """What is kept beside an accepted body."""
        headers = self.request.headers
        attribution = {
            name: value[:MAX_HEADER_CHARS]
            for name, value in headers.items()
            if name.replace("_", "-").startswith(_ATTRIBUTION_PREFIX)
        }
        return {
            "request_id": self.request_id,
            "transport": "http",
            "path": self.request.url.path,
            "address": self._client_address(),
            "user_agent": headers.get("user-agent", "")[:MAX_HEADER_CHARS],
            "bytes": self.bytes,
            **({"headers": attribution} if attribution else {}),
        }

    def refusal(self, refused: RefusedError) -> Refusal:
        """The note of a refusal."""
        return Refusal(
            received_ns=self.received_ns,
            transport="http",
            path=self.request.url.path,
            address=self._client_address(),
            user_agent=self.request.headers.get("user-agent", ""),
            status=refused.status,
            code=refused.code,
            reason=refused.reason,
            hint=refused.hint,
            kind=refused.kind,
            project_id=self.identity.project_id,
            key_id=self.identity.key_id,
            signal=self.address.signal or "",
            format=self.format or "",
            bytes=self.bytes or _content_length(self.request) or 0,
            sample=refused.sample,
        )

    def error_response(self, refused: RefusedError) -> Response:
        """The answer of a refusal."""
        headers = {}
        if refused.retry_after_s is not None:
            headers["Retry-After"] = str(refused.retry_after_s)
        if refused.status == 405:
            headers["Allow"] = ALLOWED_METHODS
        content = {"message": f"{refused.reason} {refused.hint}".strip(), "error": refused.code, "hint": refused.hint}
        if self.address.is_langfuse:
            content["error"] = langfuse_traces.error_text(refused, self.format)
        return JSONResponse(content, refused.status, headers)

    def _client_address(self) -> str:
        client = self.request.client
        return client.host if client else ""


_NOBODY = KeyIdentity("", "", "", "", "", "")


def _format_of(content_type: str | None, address: _Address) -> Format:
    text = (content_type or "").lower()
    if "protobuf" in text:
        return Format.PROTOBUF
    if "json" in text:
        return Format.JSON
    named = f"The content type {text[:80]!r} is not supported." if text else "The request has no Content-Type."
    hint = "Send OTLP as application/x-protobuf or application/json."
    if "grpc" in text:
        hint = "This is the HTTP port: set the exporter's protocol to HTTP (Codex: otlp-http), or use the gRPC port."
    raise RefusedError(400 if address.is_langfuse else 415, "unsupported_content_type", named, hint)


def _content_length(request: Request) -> int | None:
    text = request.headers.get("content-length", "")
    return int(text) if text.isdecimal() else None


def _allow_any_origin(request: Request, response: Response) -> None:
    """CORS for browser SDKs: any origin and no credentials, as in Langfuse; the key is in a header of their own."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Vary"] = "Origin"
    if request.method == "OPTIONS":
        asked = request.headers.get("access-control-request-headers", "authorization, content-type, content-encoding")
        response.headers["Access-Control-Allow-Methods"] = ALLOWED_METHODS
        response.headers["Access-Control-Allow-Headers"] = asked
        response.headers["Access-Control-Max-Age"] = "86400"
