"""Every mistake with TLS files is named before the server starts."""

import socket
import ssl
import threading
from pathlib import Path

import pytest
import trustme

from sidelight.ingest.tls import TlsError, TlsFiles, grpc_credentials, tls_files, uvicorn_options
from sidelight.settings import ServerSettings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    ca = trustme.CA()
    ca.cert_pem.write_to_path(folder / "ca.pem")
    for name in ("server", "other"):
        issued = ca.issue_cert("localhost")
        issued.private_key_pem.write_to_path(folder / f"{name}.key")
        (folder / f"{name}.pem").write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    (folder / "junk.pem").write_text("no PEM")
    return folder


def settings_of(folder: Path, certificate: str = "", key: str = "", client_ca: str = "") -> ServerSettings:
    return ServerSettings(
        tls_certificate=folder / certificate if certificate else None,
        tls_private_key=folder / key if key else None,
        tls_client_ca=folder / client_ca if client_ca else None,
    )


def test_off_by_default(folder: Path) -> None:
    settings = settings_of(folder)
    assert tls_files(settings) is None
    assert uvicorn_options(settings) == {}
    assert grpc_credentials(settings) is None


def test_usable_files(folder: Path) -> None:
    settings = settings_of(folder, "server.pem", "server.key", "ca.pem")
    assert tls_files(settings) == TlsFiles(folder / "server.pem", folder / "server.key", folder / "ca.pem")
    assert uvicorn_options(settings)["ssl_cert_reqs"] == ssl.CERT_REQUIRED
    assert "ssl_cert_reqs" not in uvicorn_options(settings_of(folder, "server.pem", "server.key"))
    assert grpc_credentials(settings) is not None


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (("server.pem", "", ""), "no private key.*TLS_PRIVATE_KEY"),
        (("", "server.key", ""), "private key is set.*no certificate.*TLS_CERTIFICATE"),
        (("", "", "ca.pem"), "client CA is set.*no certificate"),
        (("absent.pem", "server.key", ""), "certificate .*absent.pem does not exist"),
        (("server.pem", "absent.key", ""), "private key .*absent.key does not exist"),
        (("server.pem", "server.key", "absent.pem"), "client CA .*absent.pem does not exist"),
        (("server.pem", "other.key", ""), "other.key does not belong to the certificate"),
        (("junk.pem", "server.key", ""), "not usable PEM"),
        (("server.pem", "junk.pem", ""), "not usable PEM"),
        (("server.pem", "server.key", "junk.pem"), "client CA .*junk.pem holds no certificate"),
    ],
)
def test_mistakes_are_named(folder: Path, files: tuple[str, str, str], message: str) -> None:
    with pytest.raises(TlsError, match=message):
        tls_files(settings_of(folder, *files))


def test_an_unreadable_file_is_named(folder: Path) -> None:
    with pytest.raises(TlsError, match="cannot be read: Is a directory"):
        tls_files(ServerSettings(tls_certificate=folder, tls_private_key=folder / "server.key"))


def test_the_checked_files_work_in_a_handshake(folder: Path) -> None:
    options = uvicorn_options(settings_of(folder, "server.pem", "server.key"))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(options["ssl_certfile"], options["ssl_keyfile"])
    client = ssl.create_default_context(cafile=str(folder / "ca.pem"))
    ours, theirs = socket.socketpair()

    def answer() -> None:
        with server.wrap_socket(theirs, server_side=True) as connection:
            connection.sendall(b"hi")

    thread = threading.Thread(target=answer)
    thread.start()
    with client.wrap_socket(ours, server_hostname="localhost") as connection:
        assert connection.recv(2) == b"hi"
    thread.join()
