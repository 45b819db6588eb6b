"""Starts OTLP over gRPC when it is wanted. gRPC itself is loaded only then: it costs start-up time and memory."""

from typing import TYPE_CHECKING

from sidelight.ingest.accept import ReceiverServices

if TYPE_CHECKING:
    from sidelight.ingest.otlp_grpc_server import GrpcServer


class GrpcError(Exception):
    """The gRPC port cannot be opened; the message says why."""


async def start_grpc(services: ReceiverServices) -> "GrpcServer | None":
    """Serve OTLP over gRPC on ``ingest.grpc_port``; None when that is 0.

    Raises:
        GrpcError: the port is taken or the address is not this machine's.
        TlsError: the TLS settings are not usable.
    """
    port = services.settings.ingest.grpc_port
    if not port:
        return None
    from sidelight.ingest.otlp_grpc_server import serve_grpc  # noqa: PLC0415

    return await serve_grpc(services, port)
