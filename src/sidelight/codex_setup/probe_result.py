"""What asking a receiver showed, and what that means for the user."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from sidelight.codex_setup.address import read_address
from sidelight.codex_setup.connect import OTLP_PATH
from sidelight.codex_setup.exporter import CA_CERTIFICATE, CLIENT_CERTIFICATE, GRPC, Exporter
from sidelight.codex_setup.finding import Finding, Fix, SetValue, error, info, warning

_SLOW_S = 2.0
_OK = range(200, 300)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Outcome(StrEnum):
    """How an attempt ended."""

    ANSWERED = auto()
    REFUSED = auto()
    UNKNOWN_HOST = auto()
    NO_ROUTE = auto()
    TIMEOUT = auto()
    PROXY = auto()
    BAD_URL = auto()
    NOT_HTTP = auto()
    NOT_GRPC = auto()
    NOT_TLS = auto()
    TLS_UNKNOWN_CA = auto()
    TLS_HOSTNAME = auto()
    TLS_EXPIRED = auto()
    TLS_FAILED = auto()
    CLIENT_CERTIFICATE = auto()
    CLIENT_CERTIFICATE_REFUSED = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Probe:
    """One attempt. ``status`` is the HTTP status (gRPC: what it would be over HTTP); 0 when there was no answer.

    ``project`` is the project that the key opens; ``is_sidelight`` that Sidelight (or Langfuse) answers at the address.
    """

    exporter: Exporter
    outcome: Outcome
    status: int = 0
    detail: str = ""
    hint: str = ""
    location: str = ""
    elapsed_s: float = 0.0
    project: str = ""
    is_sidelight: bool = False

    @property
    def has_arrived(self) -> bool:
        """Whether the receiver took the check event."""
        return self.outcome is Outcome.ANSWERED and self.status in _OK


# Outcome without an answer → code, message, remedy.
_FAILURES: Mapping[Outcome, tuple[str, str, str]] = {
    Outcome.REFUSED: (
        "connection-refused",
        "{where}: nothing listens at {address}.",
        "Start the server (`sidelight serve`), or correct host and port of the endpoint.",
    ),
    Outcome.UNKNOWN_HOST: (
        "unknown-host",
        "{where}: the name {host} cannot be resolved.",
        "Correct the host in the endpoint, or check DNS and VPN.",
    ),
    Outcome.NO_ROUTE: (
        "no-route",
        "{where}: there is no way to {address} ({detail}).",
        "Check network, VPN and firewall.",
    ),
    Outcome.TIMEOUT: (
        "timeout",
        "{where}: {address} does not answer. Codex waits up to 10 s for it at every exit.",
        "Check the address and the firewall; one that drops packets looks like this.",
    ),
    Outcome.PROXY: (
        "proxy-failed",
        "{where}: the proxy does not let the request through ({detail}).",
        "Except the host from the proxy: export NO_PROXY={host}",
    ),
    Outcome.BAD_URL: (
        "endpoint-invalid",
        "{where}: {endpoint} is not a URL that can be used.",
        f"Write it with scheme and host, for example http://localhost:3000{OTLP_PATH}/v1/logs",
    ),
    Outcome.NOT_HTTP: (
        "http-at-grpc-port",
        (
            "{where}: what listens at {address} does not speak HTTP/1.1. Port 4317 is usually OTLP over gRPC; or the "
            "server expects TLS."
        ),
        "Use the HTTP port (Sidelight: 3000), an otlp-grpc exporter, or https:// in the endpoint.",
    ),
    Outcome.NOT_GRPC: (
        "grpc-at-http-port",
        "{where} is an otlp-grpc exporter, but {address} does not speak gRPC.",
        (
            "Use an otlp-http exporter for this port, or the server's gRPC port (`sidelight serve --grpc-port 4317`); "
            "`sidelight codex connect` writes either."
        ),
    ),
    Outcome.NOT_TLS: (
        "tls-not-spoken",
        "{where}: the endpoint says https, but {address} does not speak TLS.",
        "Write http:// in the endpoint, or give the server a certificate.",
    ),
    Outcome.TLS_UNKNOWN_CA: (
        "tls-unknown-ca",
        "{where}: the certificate of {address} is not signed by an authority that this machine trusts, {beyond}.",
        (
            "Put the server's authority (a PEM file) into tls as ca-certificate: `sidelight codex connect "
            "--ca-certificate FILE`."
        ),
    ),
    Outcome.TLS_HOSTNAME: (
        "tls-hostname",
        "{where}: the certificate of {address} is for other names ({detail}).",
        "Use a host name that the certificate has, or make a certificate with this name as subjectAltName.",
    ),
    Outcome.TLS_EXPIRED: (
        "tls-expired",
        "{where}: the certificate of {address} is out of its time ({detail}).",
        "Renew the server's certificate; check the clock of this machine.",
    ),
    Outcome.TLS_FAILED: (
        "tls-failed",
        "{where}: no TLS connection to {address} ({detail}).",
        "Check certificates and keys of both sides.",
    ),
    Outcome.CLIENT_CERTIFICATE: (
        "client-certificate-required",
        "{where}: {address} wants a client certificate (mutual TLS), {given}.",
        (
            "Set client-certificate and client-private-key in tls: `sidelight codex connect --client-certificate FILE "
            "--client-private-key FILE`."
        ),
    ),
    Outcome.CLIENT_CERTIFICATE_REFUSED: (
        "client-certificate-refused",
        "{where}: {address} does not trust the client certificate.",
        "Use one that is signed by the authority that the server got as --tls-client-ca.",
    ),
    Outcome.FAILED: ("not-reachable", "{where}: {address} could not be asked ({detail}).", "Check the endpoint."),
}


def findings_of(probe: Probe) -> list[Finding]:
    """What to tell the user about an attempt."""
    if probe.outcome is Outcome.ANSWERED:
        return list(_answer_findings(probe))
    return [_failure_finding(probe)]


def _answer_findings(probe: Probe) -> Iterator[Finding]:
    exporter, said = probe.exporter, f" It says: {probe.detail}" if probe.detail else ""
    where = f"`otel.{exporter.key}`"
    if probe.status in _OK:
        if probe.elapsed_s > _SLOW_S:
            yield warning(
                "slow-receiver",
                f"{where}: the receiver took {probe.elapsed_s:.1f} s to answer; Codex waits that long when it exits.",
                "See why the server or the way to it is slow.",
            )
    elif probe.status in (401, 403):
        yield error(
            "auth-refused",
            f"{where}: the server refuses the key (HTTP {probe.status}).{said}",
            probe.hint or "Make a new key on the page API keys, and run `sidelight codex connect` with it.",
        )
    elif 300 <= probe.status < 400:
        yield error(
            "redirect",
            f"{where}: the server redirects to {probe.location or 'another address'} (HTTP {probe.status}). Codex "
            "follows without the data, which is lost.",
            "Use the final address as endpoint.",
            _redirect_fix(probe),
        )
    elif probe.status in (404, 405, 501):
        right = _endpoint_at(exporter) if probe.is_sidelight else ""
        yield error(
            "wrong-path",
            f"{where}: there is no receiver for {exporter.signal} at {exporter.endpoint} (HTTP {probe.status}). Codex "
            "sends to the endpoint exactly as written and adds no /v1/logs.",
            f"Use {right} as endpoint." if right else f"For Sidelight the path is {OTLP_PATH}/v1/{exporter.signal}.",
            SetValue(("otel", exporter.key, exporter.kind, "endpoint"), right) if right else None,
        )
    elif probe.status == 400 and probe.exporter.endpoint.startswith("http://") and "https" in probe.detail.lower():
        yield error(
            "tls-expected",
            f"{where}: the server speaks TLS at this port.",
            "Write https:// in the endpoint.",
            _scheme_fix(exporter, "https"),
        )
    elif probe.status >= 500:
        yield error(
            "server-error",
            f"{where}: the server failed (HTTP {probe.status}).{said}",
            "Look into the server's log; a gateway (502, 503, 504) cannot reach it.",
        )
    else:
        yield error(
            "unexpected-answer",
            f"{where}: the server answers HTTP {probe.status}.{said}",
            probe.hint or "Check the endpoint and the protocol of this exporter.",
        )
    if probe.status in _OK and not probe.is_sidelight and exporter.kind != GRPC:
        yield info(
            "not-sidelight",
            f"{where}: {exporter.endpoint} takes the data, but is not Sidelight.",
            "Run `sidelight codex connect --force` if it should go to Sidelight.",
        )


def _failure_finding(probe: Probe) -> Finding:
    exporter = probe.exporter
    address = read_address(exporter.endpoint)
    code, message, remedy = _FAILURES.get(probe.outcome, _FAILURES[Outcome.FAILED])
    words = {
        "where": f"`otel.{exporter.key}`",
        "address": address.location if address else exporter.endpoint,
        "host": address.host if address else exporter.endpoint,
        "endpoint": exporter.endpoint,
        "detail": probe.detail or "no reason given",
        "beyond": "nor by the one in ca-certificate" if CA_CERTIFICATE in exporter.tls else "and none is configured",
        "given": "and does not take this one" if CLIENT_CERTIFICATE in exporter.tls else "and none is configured",
    }
    is_plain_server = probe.outcome is Outcome.NOT_TLS and address is not None and address.host in _LOOPBACK
    fix = _scheme_fix(exporter, "http") if is_plain_server else None
    return error(code, message.format_map(words), remedy.format_map(words), fix)


def _redirect_fix(probe: Probe) -> Fix | None:
    """The final address, when it stays on the same host: a foreign host must not get the key unasked."""
    old, new = read_address(probe.exporter.endpoint), read_address(probe.location)
    if old is None or new is None or old.host != new.host or (old.is_secure and not new.is_secure):
        return None
    return SetValue(("otel", probe.exporter.key, probe.exporter.kind, "endpoint"), probe.location)


def _scheme_fix(exporter: Exporter, scheme: str) -> Fix:
    rest = exporter.endpoint.partition("://")[2]
    return SetValue(("otel", exporter.key, exporter.kind, "endpoint"), f"{scheme}://{rest}")


def _endpoint_at(exporter: Exporter) -> str:
    address = read_address(exporter.endpoint)
    return f"{address.origin}{OTLP_PATH}/v1/{exporter.signal}" if address else ""
