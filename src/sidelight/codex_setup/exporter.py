"""The exporters of ``[otel]``: where Codex sends logs, traces and metrics, and how."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Signal: TypeAlias = Literal["logs", "traces", "metrics"]

# Key in [otel] of each signal's exporter, and what Codex does when the key is absent.
KEYS: Mapping[str, Signal] = {"exporter": "logs", "trace_exporter": "traces", "metrics_exporter": "metrics"}
DEFAULTS: Mapping[str, str] = {"exporter": "none", "trace_exporter": "none", "metrics_exporter": "statsig"}

HTTP = "otlp-http"
GRPC = "otlp-grpc"

CA_CERTIFICATE = "ca-certificate"
CLIENT_CERTIFICATE = "client-certificate"
CLIENT_PRIVATE_KEY = "client-private-key"
TLS_KEYS = (CA_CERTIFICATE, CLIENT_CERTIFICATE, CLIENT_PRIVATE_KEY)


@dataclass(frozen=True, slots=True)
class Exporter:
    """An OTLP exporter as configured; ``tls`` maps Codex's three TLS keys to paths as written."""

    key: str
    kind: str
    endpoint: str
    protocol: str = "binary"
    headers: Mapping[str, str] = field(default_factory=dict)
    tls: Mapping[str, str] = field(default_factory=dict)

    @property
    def signal(self) -> Signal:
        """The signal that this exporter sends."""
        return KEYS[self.key]

    @property
    def header_name(self) -> str:
        """The name of the ``Authorization`` header as it was written; that spelling when there is none."""
        return next((name for name in self.headers if name.lower() == "authorization"), "Authorization")

    def as_toml(self) -> dict[str, Any]:
        """The value of the exporter's key."""
        value: dict[str, Any] = {"endpoint": self.endpoint}
        if self.kind == HTTP:
            value["protocol"] = self.protocol
        if self.headers:
            value["headers"] = dict(self.headers)
        if self.tls:
            value["tls"] = dict(self.tls)
        return {self.kind: value}


def read_exporter(key: str, value: object) -> Exporter | None:
    """The OTLP exporter in a value that Codex accepts; None for the off switches and for malformed values."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return None
    kind, body = next(iter(value.items()))
    if kind not in (HTTP, GRPC) or not isinstance(body, Mapping) or not isinstance(body.get("endpoint"), str):
        return None
    headers, tls = body.get("headers", {}), body.get("tls", {})
    if not isinstance(headers, Mapping) or not isinstance(tls, Mapping):
        return None
    return Exporter(
        key=key,
        kind=kind,
        endpoint=body["endpoint"],
        protocol=str(body.get("protocol", "binary")),
        headers={name: text for name, text in headers.items() if isinstance(text, str)},
        tls={name: path for name, path in tls.items() if name in TLS_KEYS and isinstance(path, str)},
    )


def read_exporters(data: Mapping[str, Any]) -> list[Exporter]:
    """All well-formed OTLP exporters of a parsed config.toml, logs first."""
    otel = data.get("otel")
    if not isinstance(otel, Mapping):
        return []
    found = (read_exporter(key, otel.get(key)) for key in KEYS)
    return [exporter for exporter in found if exporter is not None]
