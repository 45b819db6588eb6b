"""The real Codex over TLS with client certificates, and over gRPC."""

import json
import socket
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.e2e.certificates import Certificates, make_certificates
from tests.e2e.codex import Codex
from tests.e2e.model_api import ModelApi, Step
from tests.e2e.servers import Server, run_sidelight
from tests.e2e.sessions import connect, conversation_of, of_type, trace_of

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    folder = tmp_path / "certificates"
    folder.mkdir()
    return make_certificates(folder)


def tls_flags(certificates: Certificates) -> list[str]:
    return [
        f"--tls-certificate={certificates.server.certificate}",
        f"--tls-private-key={certificates.server.key}",
        f"--tls-client-ca={certificates.authority}",
    ]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def run_and_see(server: Server, codex: Codex, model_api: ModelApi) -> None:
    """One turn of Codex; it must be on the server."""
    model_api.say(Step(text="Hello over a safe line."))
    done = codex.exec("Say hello.")
    assert done.returncode == 0, done.stderr
    assert "otel exporter" not in done.stderr
    trace = trace_of(
        server,
        conversation_of(codex),
        lambda trace: any(o["output"] == "Hello over a safe line." for o in of_type(trace, "AGENT")),
    )
    assert len(of_type(trace, "GENERATION")) == 1


def test_mutual_tls_with_a_private_authority(
    new_server: Callable[..., Server], codex: Codex, model_api: ModelApi, certificates: Certificates
) -> None:
    client = certificates.client
    server = new_server(*tls_flags(certificates), tls=certificates.context(client))
    assert server.url.startswith("https://")
    codex.use_model(model_api.url)
    connect(
        server,
        codex,
        "--answers",
        f"--ca-certificate={certificates.authority}",
        f"--client-certificate={client.certificate}",
        f"--client-private-key={client.key}",
    )
    config = codex.config.read_text(encoding="utf-8")
    assert all(f"{key} = " in config for key in ("ca-certificate", "client-certificate", "client-private-key"))
    run_and_see(server, codex, model_api)


def test_without_a_client_certificate_the_server_lets_nobody_in(
    new_server: Callable[..., Server], certificates: Certificates
) -> None:
    server = new_server(*tls_flags(certificates), tls=certificates.context(certificates.client))
    assert server.get("/api/public/health")["status"] == "OK"
    for client in (None, certificates.stranger):
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{server.url}/api/public/health", verify=certificates.context(client), trust_env=False)


def test_the_doctor_names_what_is_wrong_with_tls(
    new_server: Callable[..., Server], codex: Codex, model_api: ModelApi, certificates: Certificates
) -> None:
    server = new_server(*tls_flags(certificates), tls=certificates.context(certificates.client))
    codex.use_model(model_api.url)

    def codes(*flags: str) -> set[str]:
        keys = ("--public-key", server.public_key, "--secret-key", server.secret_key)
        where = ("--yes", "--force", "--no-verify", "--codex-home", str(codex.home))
        done = run_sidelight("codex", "connect", "--url", server.url, *keys, *where, *flags)
        assert done.returncode == 0, done.stderr
        done = run_sidelight("codex", "doctor", "--json", "--codex-home", codex.home)
        assert done.returncode == 1
        return {finding["code"] for finding in json.loads(done.stdout)["findings"] if finding["severity"] == "error"}

    authority = f"--ca-certificate={certificates.authority}"
    stranger = certificates.stranger
    assert codes() == {"tls-unknown-ca"}
    assert codes(authority) == {"client-certificate-required"}
    assert codes(authority, f"--client-certificate={stranger.certificate}", f"--client-private-key={stranger.key}") == {
        "client-certificate-refused"
    }
    assert codes(
        authority, f"--client-certificate={certificates.client.certificate}", f"--client-private-key={stranger.key}"
    ) == {"tls-key-mismatch"}


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "mutual TLS"])
def test_grpc(
    new_server: Callable[..., Server],
    codex: Codex,
    model_api: ModelApi,
    certificates: Certificates,
    secure: bool,
) -> None:
    port, client = free_port(), certificates.client
    flags, scheme, tls = ["--answers"], "http", True
    if secure:
        scheme, tls = "https", certificates.context(client)
        flags += [
            f"--ca-certificate={certificates.authority}",
            f"--client-certificate={client.certificate}",
            f"--client-private-key={client.key}",
        ]
    server = new_server(f"--grpc-port={port}", *(tls_flags(certificates) if secure else []), tls=tls)
    codex.use_model(model_api.url)
    connect(server, codex, "--grpc", f"{scheme}://localhost:{port}", *flags)
    assert "otlp-grpc" in codex.config.read_text(encoding="utf-8")
    run_and_see(server, codex, model_api)


def test_the_doctor_tells_the_http_port_from_the_grpc_port(
    new_server: Callable[..., Server], codex: Codex, model_api: ModelApi
) -> None:
    port = free_port()
    server = new_server(f"--grpc-port={port}")
    codex.use_model(model_api.url)
    base = codex.config.read_text(encoding="utf-8")

    def codes(exporter: str) -> set[str]:
        codex.config.write_text(f"{base}\n[otel]\nexporter = {exporter}\n", encoding="utf-8")
        done = run_sidelight("codex", "doctor", "--json", "--codex-home", codex.home)
        return {finding["code"] for finding in json.loads(done.stdout)["findings"] if finding["severity"] == "error"}

    headers = 'headers = { Authorization = "Basic cGstbGYtYTpzay1sZi1i" }'
    assert codes(f'{{ otlp-grpc = {{ endpoint = "{server.url}", {headers} }} }}') == {"grpc-at-http-port"}
    assert codes(f'{{ otlp-http = {{ endpoint = "http://localhost:{port}", protocol = "binary", {headers} }} }}') == {
        "http-at-grpc-port"
    }
    assert codes(f'{{ otlp-grpc = {{ endpoint = "http://localhost:{port}", {headers} }} }}') == {"auth-refused"}
