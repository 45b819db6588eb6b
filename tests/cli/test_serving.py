"""What stops `sidelight serve` before it starts, in words; the running server is tested in tests/e2e."""

import errno
import os
import socket
from pathlib import Path

import pytest
import trustme
from rich.console import Console

from sidelight.cli import announce, console, serving
from sidelight.cli.errors import CliError
from sidelight.cli.serving import ServeOptions, bind, load_settings, prepare_data_folder, settings_with, tls_options
from sidelight.platform.setup import FirstStart
from sidelight.settings import ServerSettings, Settings


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    files = {name: folder / name for name in ("ca", "certificate", "key", "other", "junk")}
    authority.cert_pem.write_to_path(files["ca"])
    certificate, other = authority.issue_cert("localhost"), authority.issue_cert("localhost")
    certificate.cert_chain_pems[0].write_to_path(files["certificate"])
    certificate.private_key_pem.write_to_path(files["key"])
    other.private_key_pem.write_to_path(files["other"])
    files["junk"].write_text("hello\n", encoding="utf-8")
    files["missing"] = folder / "missing"
    return files


@pytest.mark.parametrize(
    ("certificate", "key", "client_ca"),
    [(None, None, None), ("certificate", "key", None), ("certificate", "key", "ca")],
)
def test_sound_tls_is_taken(
    pem: dict[str, Path], certificate: str | None, key: str | None, client_ca: str | None
) -> None:
    tls_options(tls(pem, certificate, key, client_ca))


def test_unusable_tls_is_named(pem: dict[str, Path]) -> None:
    with pytest.raises(CliError, match="does not belong to the certificate"):
        tls_options(tls(pem, "certificate", "other", None))
    with pytest.raises(CliError, match="--tls-certificate"):
        tls_options(tls(pem, None, "key", None))


def tls(pem: dict[str, Path], certificate: str | None, key: str | None, client_ca: str | None) -> ServerSettings:
    return ServerSettings(
        tls_certificate=pem[certificate] if certificate else None,
        tls_private_key=pem[key] if key else None,
        tls_client_ca=pem[client_ca] if client_ca else None,
    )


def test_port_zero_picks_a_free_one() -> None:
    with bind("127.0.0.1", 0) as first, bind("localhost", 0) as second:
        assert first.getsockname()[1] > 0
        assert first.getsockname()[1] != second.getsockname()[1]


def test_a_port_in_use_is_named_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CliError, match=f"Port {port} is in use") as raised:
            bind("127.0.0.1", port)
    assert "--port" in raised.value.remedy


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_that_is_not_ours_is_named(host: str) -> None:
    with pytest.raises(CliError, match="is not an address of this machine"):
        bind(host, 0)


def test_a_port_that_needs_rights_is_named() -> None:
    problem = serving._bind_problem(OSError(errno.EACCES, "denied"), "127.0.0.1", 80)
    assert "administrator" in problem.message


def test_the_data_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    prepare_data_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    prepare_data_folder(folder)


def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    for folder in (file, file / "below"):
        with pytest.raises(CliError, match="is not a folder") as raised:
            prepare_data_folder(folder)
        assert "--data" in raised.value.remedy


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_of_another_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CliError, match="cannot be"):
        prepare_data_folder(tmp_path)
    with pytest.raises(CliError, match="cannot be"):
        prepare_data_folder(tmp_path / "below")


def test_flags_win_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIDELIGHT_SERVER__PORT", "4000")
    monkeypatch.setenv("SIDELIGHT_SERVER__HOST", "0.0.0.0")
    settings = settings_with(ServeOptions(port=5000, data_dir=tmp_path, grpc_port=4317, base_url="https://s.example/"))
    assert (settings.server.port, settings.server.host) == (5000, "0.0.0.0")
    assert (settings.data_dir, settings.ingest.grpc_port) == (tmp_path, 4317)
    assert settings.base_url == "https://s.example"


def test_a_bad_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIDELIGHT_SERVER__PORT", "many")
    with pytest.raises(CliError, match="SIDELIGHT_SERVER__PORT"):
        load_settings()


@pytest.mark.parametrize(
    ("host", "base_url", "is_loud"),
    [
        ("127.0.0.1", "", False),
        ("localhost", "", False),
        ("::1", "", False),
        ("0.0.0.0", "https://s.example", False),
        ("0.0.0.0", "http://s.example", True),
        ("0.0.0.0", "", True),
        ("sidelight.local", "", True),
    ],
)
def test_clear_text_on_a_network_is_warned_of(
    host: str, base_url: str, is_loud: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    console.err.cache_clear()
    announce.warn_when_exposed(Settings(server=ServerSettings(host=host, base_url=base_url)))
    console.err.cache_clear()
    assert ("without TLS" in capsys.readouterr().err) == is_loud


def rendered(first: FirstStart, settings: Settings) -> str:
    terminal = Console(width=60, record=True, soft_wrap=True, highlight=False, file=open(os.devnull, "w"))  # noqa: SIM115
    terminal.print(announce.banner(first, settings))
    terminal.file.close()
    return terminal.export_text()


def test_the_banner_of_the_first_start_has_all_that_is_needed(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, server=ServerSettings(port=4711))
    settings.ingest.grpc_port = 4317
    first = FirstStart(
        is_new=True,
        organisation_id="o",
        project_id="p",
        project_name="My [project]",
        user_email="a@b",
        public_key="pk-lf-123",
        secret_key="sk-lf-" + "x" * 60,
        login_url="http://localhost:4711/login?token=" + "t" * 60,
        notices=("Careful.",),
    )
    text = rendered(first, settings)
    for wanted in (
        "http://localhost:4711\n",
        "4317",
        first.login_url,
        first.secret_key,
        "My [project]",
        "Careful.",
        f"sidelight codex connect --url http://localhost:4711 --public-key pk-lf-123 --secret-key {first.secret_key}\n",
        'endpoint = "http://localhost:4711/api/public/otel/v1/logs"',
    ):
        assert wanted in text, "every line must be whole, so that it can be copied"


def test_a_later_start_says_little() -> None:
    first = FirstStart(is_new=False, organisation_id="o", project_id="p", project_name="P", user_email="a@b")
    text = rendered(first, Settings(data_dir=Path("/data")))
    assert "secret" not in text
    assert "Sign in" not in text
