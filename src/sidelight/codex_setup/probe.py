"""Asks a receiver whether it would take Codex's telemetry, as Codex would ask: same URL, headers, TLS and proxy."""

import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from urllib.parse import urljoin

import httpx

from sidelight.codex_setup.address import read_address
from sidelight.codex_setup.check_event import check_request
from sidelight.codex_setup.connect import normalised_url
from sidelight.codex_setup.environment import effective_headers, proxy_for
from sidelight.codex_setup.exporter import (
    CA_CERTIFICATE,
    CLIENT_CERTIFICATE,
    CLIENT_PRIVATE_KEY,
    GRPC,
    Exporter,
)
from sidelight.codex_setup.home import CodexHome
from sidelight.codex_setup.probe_grpc import send_check
from sidelight.codex_setup.probe_result import Outcome, Probe

TIMEOUT_S = 10.0
_READ_BACK_TIMEOUT_S = 5.0
# OpenSSL's X509_V_ERR_* numbers (x509_vfy.h).
_EXPIRED = frozenset({9, 10})
_UNKNOWN_CA = frozenset({2, 18, 19, 20, 21})
_HOSTNAME = frozenset({62, 64})


def probe(exporter: Exporter, env: Mapping[str, str], home: CodexHome) -> Probe:
    """Send one check event to the exporter's endpoint, and ask the server who the key belongs to. Never raises."""
    started = time.monotonic()
    try:
        if exporter.kind == GRPC:
            return send_check(exporter, effective_headers(exporter, env), home)
        return _probe_http(exporter, env, home, started)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return Probe(exporter, classify(error, exporter), detail=str(error), elapsed_s=_since(started))


def tls_context(exporter: Exporter, home: CodexHome, env: Mapping[str, str]) -> ssl.SSLContext:
    """TLS as the exporter is configured. Raises ``OSError`` (``ssl.SSLError`` is one) for unusable files."""
    context = ssl.create_default_context()
    if bundle := env.get("SSL_CERT_FILE"):
        with suppress(OSError):
            context.load_verify_locations(bundle)
    if authority := exporter.tls.get(CA_CERTIFICATE):
        context.load_verify_locations(home.resolve(authority))
    certificate, key = exporter.tls.get(CLIENT_CERTIFICATE), exporter.tls.get(CLIENT_PRIVATE_KEY)
    if certificate and key:
        context.load_cert_chain(home.resolve(certificate), home.resolve(key))
    return context


def classify(error: BaseException, exporter: Exporter) -> Outcome:
    """What an exception of a connection attempt means, judged by the whole chain of its causes."""
    for cause in _chain(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _verification_outcome(cause)
        if isinstance(cause, ssl.SSLError):
            return _tls_outcome(cause)
        if isinstance(cause, socket.gaierror):
            return Outcome.UNKNOWN_HOST
        if isinstance(cause, ConnectionRefusedError):
            return Outcome.REFUSED
        if isinstance(cause, TimeoutError | httpx.TimeoutException):
            return Outcome.TIMEOUT
    if isinstance(error, httpx.ProxyError):
        return Outcome.PROXY
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return Outcome.BAD_URL
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError | ConnectionError):
        if exporter.endpoint.startswith("https://"):
            # The handshake went well (a failure would be an SSL error), and then the server hung up: in TLS 1.3 it
            # judges the client's certificate only now.
            has_certificate = CLIENT_CERTIFICATE in exporter.tls
            return Outcome.CLIENT_CERTIFICATE_REFUSED if has_certificate else Outcome.CLIENT_CERTIFICATE
        # A gRPC server answers HTTP/1.1 with an HTTP/2 settings frame, or closes.
        return Outcome.NOT_HTTP
    if isinstance(error, OSError) or isinstance(error.__cause__, OSError):
        return Outcome.NO_ROUTE
    return Outcome.FAILED


def _probe_http(exporter: Exporter, env: Mapping[str, str], home: CodexHome, started: float) -> Probe:
    address = read_address(exporter.endpoint)
    if address is None:
        return Probe(exporter, Outcome.BAD_URL)
    headers = effective_headers(exporter, env)
    body, content_type = check_request(exporter.signal, exporter.protocol)
    with httpx.Client(
        verify=tls_context(exporter, home, env) if address.is_secure else False,
        trust_env=False,
        proxy=proxy_for(exporter.endpoint, env),
        timeout=TIMEOUT_S,
        follow_redirects=False,
    ) as client:
        sent = time.monotonic()
        response = client.post(exporter.endpoint, content=body, headers={**headers, "content-type": content_type})
        elapsed_s = _since(sent)
        message, hint = _problem_of(response)
        project, is_sidelight = _read_back(client, {normalised_url(exporter.endpoint), address.origin}, headers)
    return Probe(
        exporter,
        Outcome.ANSWERED,
        status=response.status_code,
        detail=message,
        hint=hint,
        location=_location(exporter.endpoint, response),
        elapsed_s=elapsed_s,
        project=project,
        is_sidelight=is_sidelight,
    )


def _read_back(client: httpx.Client, bases: Iterable[str], headers: Mapping[str, str]) -> tuple[str, bool]:
    """The project that the key opens (``""``: none), and whether Sidelight or Langfuse answers at one of the bases."""
    for base in bases:
        try:
            health = client.get(f"{base}/api/public/health", timeout=_READ_BACK_TIMEOUT_S)
            if health.status_code != httpx.codes.OK or "version" not in health.json():
                continue
            answer = client.get(f"{base}/api/public/projects", headers=dict(headers), timeout=_READ_BACK_TIMEOUT_S)
            projects = answer.json().get("data", []) if answer.status_code == httpx.codes.OK else []
            return (str(projects[0].get("name", "")) if projects else ""), True
        except (httpx.HTTPError, ValueError, AttributeError, TypeError):
            continue
    return "", False


def _problem_of(response: httpx.Response) -> tuple[str, str]:
    """Message and hint of an error answer in JSON; a short excerpt of any other answer."""
    if response.is_success:
        return "", ""
    try:
        answer = response.json()
    except ValueError:
        return response.text.strip()[:200], ""
    if not isinstance(answer, dict):
        return str(answer)[:200], ""
    return str(answer.get("message") or answer.get("error") or "")[:500], str(answer.get("hint") or "")


def _location(endpoint: str, response: httpx.Response) -> str:
    location = response.headers.get("location", "")
    return urljoin(endpoint, location) if response.is_redirect and location else ""


def _verification_outcome(error: ssl.SSLCertVerificationError) -> Outcome:
    if error.verify_code in _EXPIRED:
        return Outcome.TLS_EXPIRED
    if error.verify_code in _HOSTNAME:
        return Outcome.TLS_HOSTNAME
    if error.verify_code in _UNKNOWN_CA:
        return Outcome.TLS_UNKNOWN_CA
    return Outcome.TLS_FAILED


def _tls_outcome(error: ssl.SSLError) -> Outcome:
    reason = str(error).upper()
    if "WRONG_VERSION_NUMBER" in reason or "HTTP_REQUEST" in reason or "RECORD_LAYER_FAILURE" in reason:
        return Outcome.NOT_TLS
    if "CERTIFICATE_REQUIRED" in reason or "CERTIFICATE REQUIRED" in reason or "HANDSHAKE_FAILURE" in reason:
        return Outcome.CLIENT_CERTIFICATE
    if "UNKNOWN_CA" in reason or "BAD_CERTIFICATE" in reason:
        return Outcome.CLIENT_CERTIFICATE_REFUSED
    return Outcome.TLS_FAILED


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain


def _since(started: float) -> float:
    return time.monotonic() - started
