"""TLS and mutual TLS of the HTTP and gRPC servers, from the same three files.

Codex and other exporters fail silently when TLS is wrong (TELEMETRY 2), so mistakes are found on start, and named.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sidelight.settings import ServerSettings


class TlsError(Exception):
    """The TLS files cannot be used; the message says which setting and what to do."""


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Readable files that fit each other. With ``client_ca`` clients must show a certificate signed by it."""

    certificate: Path
    private_key: Path
    client_ca: Path | None


def tls_files(settings: ServerSettings) -> TlsFiles | None:
    """The files of the settings, checked; None when TLS is off. Raises :class:`TlsError`."""
    certificate, key, client_ca = settings.tls_certificate, settings.tls_private_key, settings.tls_client_ca
    if certificate is None:
        for name, path in (("private key", key), ("client CA", client_ca)):
            if path is not None:
                raise TlsError(
                    f"A TLS {name} is set ({path}) but no certificate. "
                    "Set SIDELIGHT_SERVER__TLS_CERTIFICATE (--tls-certificate) too, or neither."
                )
        return None
    if key is None:
        raise TlsError(
            f"A TLS certificate is set ({certificate}) but no private key. "
            "Set SIDELIGHT_SERVER__TLS_PRIVATE_KEY (--tls-private-key) too."
        )
    _require_readable(certificate, "certificate")
    _require_readable(key, "private key")
    _check_pair(certificate, key)
    if client_ca is not None:
        _require_readable(client_ca, "client CA")
        _check_ca(client_ca)
    return TlsFiles(certificate, key, client_ca)


def uvicorn_options(settings: ServerSettings) -> dict[str, Any]:
    """The keyword arguments of ``uvicorn.Config`` for TLS, empty when it is off. Raises :class:`TlsError`."""
    files = tls_files(settings)
    if files is None:
        return {}
    options: dict[str, Any] = {"ssl_certfile": str(files.certificate), "ssl_keyfile": str(files.private_key)}
    if files.client_ca is not None:
        options["ssl_ca_certs"] = str(files.client_ca)
        options["ssl_cert_reqs"] = ssl.CERT_REQUIRED
    return options


def grpc_credentials(settings: ServerSettings) -> Any:
    """``grpc.ServerCredentials``, None when TLS is off. Raises :class:`TlsError`."""
    files = tls_files(settings)
    if files is None:
        return None
    import grpc  # noqa: PLC0415  (gRPC is off by default and costs start-up time and memory)

    return grpc.ssl_server_credentials(
        [(files.private_key.read_bytes(), files.certificate.read_bytes())],
        root_certificates=files.client_ca.read_bytes() if files.client_ca else None,
        require_client_auth=files.client_ca is not None,
    )


def _require_readable(path: Path, name: str) -> None:
    try:
        path.read_bytes()
    except FileNotFoundError:
        raise TlsError(f"The TLS {name} {path} does not exist.") from None
    except OSError as error:
        raise TlsError(f"The TLS {name} {path} cannot be read: {error.strerror}.") from None


def _check_pair(certificate: Path, key: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # A password prompt would stop the start for ever; an empty password is simply wrong.
        context.load_cert_chain(certificate, key, password="")
    except ssl.SSLError as error:
        if "KEY_VALUES_MISMATCH" in str(error):
            raise TlsError(f"The TLS private key {key} does not belong to the certificate {certificate}.") from None
        raise TlsError(
            f"The TLS certificate {certificate} or its private key {key} is not usable PEM "
            "(a key with a password is not supported)."
        ) from None


def _check_ca(client_ca: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_verify_locations(cafile=client_ca)
    except ssl.SSLError:
        raise TlsError(f"The TLS client CA {client_ca} holds no certificate in PEM.") from None
