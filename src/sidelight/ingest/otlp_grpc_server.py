"""OTLP over gRPC, on a port of its own: the three Collector services with the checks of the HTTP receiver.

Imported by :mod:`sidelight.ingest.otlp_grpc` only when the port is set.

The calls are unary, but handled as streams of one message: so the sender is authenticated and memory is set aside
before the message is read, and an unknown sender cannot make the server hold large bodies.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import uuid4

import grpc
import grpc.aio
import structlog

from sidelight.ingest.accept import (
    MAX_HEADER_CHARS,
    ReceiverServices,
    authenticate,
    check_content,
    make_durable,
    partial_success_message,
)
from sidelight.ingest.byte_budget import ByteBudget
from sidelight.ingest.otlp_answers import success_message
from sidelight.ingest.otlp_grpc import GrpcError
from sidelight.ingest.refusals import Refusal
from sidelight.ingest.refused import RefusedError
from sidelight.ingest.tls import grpc_credentials
from sidelight.otlp.decode import Format, Signal
from sidelight.platform.keys import KeyIdentity
from sidelight.settings import MIB

if TYPE_CHECKING:
    _Context: TypeAlias = grpc.aio.ServicerContext[bytes, Any]
    _Handler: TypeAlias = grpc.RpcMethodHandler[bytes, Any]

_log = structlog.get_logger(__name__)

_METHODS = {
    "/opentelemetry.proto.collector.logs.v1.LogsService/Export": Signal.LOGS,
    "/opentelemetry.proto.collector.trace.v1.TraceService/Export": Signal.TRACES,
    "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export": Signal.METRICS,
}
_STATUS = {
    400: grpc.StatusCode.INVALID_ARGUMENT,
    401: grpc.StatusCode.UNAUTHENTICATED,
    403: grpc.StatusCode.PERMISSION_DENIED,
    413: grpc.StatusCode.RESOURCE_EXHAUSTED,
    503: grpc.StatusCode.UNAVAILABLE,
}
_NOBODY = KeyIdentity("", "", "", "", "", "")
_TYPICAL_BYTES = 1 * MIB


@dataclass(frozen=True, slots=True)
class GrpcServer:
    """A running receiver. ``port`` is the real one, also when any free port was asked for."""

    server: grpc.aio.Server
    port: int

    async def stop(self, grace_s: float) -> None:
        """Refuse new requests at once, and give running ones ``grace_s`` seconds."""
        await self.server.stop(grace_s)


async def serve_grpc(services: ReceiverServices, port: int) -> GrpcServer:
    """Serve on a port, 0 for any free one.

    Raises:
        GrpcError: the port is taken or the address is not this machine's.
        TlsError: the TLS settings are not usable.
    """
    settings = services.settings
    limit = settings.ingest.max_body_mb * MIB
    server = grpc.aio.server(
        options=[
            ("grpc.max_receive_message_length", limit),
            # Two servers on one port would each get some of the requests.
            ("grpc.so_reuseport", 0),
        ],
    )
    server.add_generic_rpc_handlers((_Methods(services),))
    host = settings.server.host
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    credentials = grpc_credentials(settings.server)
    try:
        bound = server.add_secure_port(address, credentials) if credentials else server.add_insecure_port(address)
    except RuntimeError:
        raise GrpcError(f"The gRPC port {address} cannot be opened: it is in use, or not on this machine.") from None
    await server.start()
    _log.info("grpc_listening", address=host, port=bound, tls=credentials is not None)
    return GrpcServer(server, bound)


class _Methods(grpc.GenericRpcHandler):
    """Hands the raw bytes of a message to the same decoder that HTTP uses: the journal keeps what was sent."""

    def __init__(self, services: ReceiverServices) -> None:
        budget = ByteBudget(services.settings.ingest.max_in_flight_mb * MIB)
        self._handlers: dict[str, _Handler] = {
            path: grpc.stream_unary_rpc_method_handler(
                _exporter(services, budget, path, signal),
                request_deserializer=None,
                response_serializer=lambda message: message.SerializeToString(),
            )
            for path, signal in _METHODS.items()
        }

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> "_Handler | None":
        return self._handlers.get(handler_call_details.method)


def _exporter(
    services: ReceiverServices, budget: ByteBudget, path: str, signal: Signal
) -> "Callable[[AsyncIterator[bytes], _Context], Awaitable[Any]]":
    async def export(messages: AsyncIterator[bytes], context: "_Context") -> Any:
        delivery = _Delivery(path, signal, context)
        try:
            return await delivery.accept(services, budget, messages)
        except RefusedError as error:
            refused = error
        except Exception:
            _log.exception("receiver_failed", path=path, request_id=delivery.request_id)
            refused = RefusedError(
                500,
                "internal_error",
                "The server failed to handle this request.",
                f"Its log has the details under request {delivery.request_id}; please report them.",
            )
        services.refusals.record(delivery.refusal(refused))
        status = _STATUS.get(refused.status, grpc.StatusCode.INTERNAL)
        return await context.abort(status, f"{refused.reason} {refused.hint}".strip())

    return export


class _Delivery:
    """One request and what became known of it so far."""

    def __init__(self, path: str, signal: Signal, context: "_Context") -> None:
        self.request_id = uuid4().hex
        self._received_ns = time.time_ns()
        self._path = path
        self._signal = signal
        self._bytes = 0
        self._metadata = {key.lower(): value for key, value in context.invocation_metadata() or ()}
        self._address = _host_of(context.peer())
        self._identity = _NOBODY

    async def accept(self, services: ReceiverServices, budget: ByteBudget, messages: AsyncIterator[bytes]) -> Any:
        """Read, check and store; the answer's message. Raises :class:`RefusedError`."""
        self._identity = await authenticate(services, self._text("authorization"))
        async with budget.share(_TYPICAL_BYTES) as share:
            body = await self._read(messages, services)
            self._bytes = len(body)
            await share.grow_to(self._bytes)
            accepted = await check_content(body, Format.PROTOBUF, self._signal, "Call the service of {actual}.")
            await make_durable(services, self._identity, accepted, self._meta())
        return success_message(self._signal, accepted.checked.rejected, partial_success_message(accepted.checked))

    async def _read(self, messages: AsyncIterator[bytes], services: ReceiverServices) -> bytes:
        limit_mb = services.settings.ingest.max_body_mb
        # gRPC ends or cancels a call whose message is over the limit without saying so to the handler.
        missing = RefusedError(
            413,
            "body_not_read",
            f"The message is larger than {limit_mb} MiB, or the sender gave up before it had arrived.",
            "Send smaller batches, or raise the limit with SIDELIGHT_INGEST__MAX_BODY_MB.",
        )
        try:
            async for message in messages:
                return message
        except asyncio.CancelledError:
            services.refusals.record(self.refusal(missing))
            raise
        raise missing

    def _meta(self) -> dict[str, Any]:
        return {
            "request_id": self.request_id,
            "transport": "grpc",
            "path": self._path,
            "address": self._address,
            "user_agent": self._text("user-agent")[:MAX_HEADER_CHARS],
            "bytes": self._bytes,
        }

    def refusal(self, refused: RefusedError) -> Refusal:
        """The note of a refusal."""
        return Refusal(
            received_ns=self._received_ns,
            transport="grpc",
            path=self._path,
            address=self._address,
            user_agent=self._text("user-agent"),
            status=refused.status,
            code=refused.code,
            reason=refused.reason,
            hint=refused.hint,
            kind=refused.kind,
            project_id=self._identity.project_id,
            key_id=self._identity.key_id,
            signal=self._signal,
            format=Format.PROTOBUF,
            bytes=self._bytes,
            sample=refused.sample,
        )

    def _text(self, key: str) -> str:
        value = self._metadata.get(key, "")
        return value if isinstance(value, str) else ""


def _host_of(peer: str) -> str:
    """``192.0.2.1`` of ``ipv4:192.0.2.1:5000``, ``::1`` of ``ipv6:[::1]:5000`` or its percent-encoded form."""
    address = peer.split(":", 1)[-1].replace("%5B", "[").replace("%5D", "]")
    return address.rpartition(":")[0].strip("[]") or peer
