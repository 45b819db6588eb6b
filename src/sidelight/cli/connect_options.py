"""What the user wants from ``sidelight codex connect``: flags first, then what is there already, then questions."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import typer

from sidelight.cli.console import err
from sidelight.cli.errors import CliError
from sidelight.cli.metadata import make_key
from sidelight.codex_setup.authorization import basic_header, read_authorization
from sidelight.codex_setup.connect import Wanted, normalised_url
from sidelight.codex_setup.document import lookup
from sidelight.codex_setup.environment import effective_headers
from sidelight.codex_setup.exporter import (
    CA_CERTIFICATE,
    CLIENT_CERTIFICATE,
    CLIENT_PRIVATE_KEY,
    Signal,
    read_exporters,
)
from sidelight.platform.credentials import Credentials, parse_basic

_DEFAULT_URL = "http://localhost:3000"
_ABOUT_PROMPTS = (
    "Prompts: without them traces show [REDACTED]. They are stored on your Sidelight server only.\n"
    "Either way, arguments and output of tools (commands, patches, file contents) are sent."
)


@dataclass(frozen=True, slots=True)
class ConnectOptions:
    """The flags of ``sidelight codex connect``; None: not given."""

    url: str | None
    public_key: str | None
    secret_key: str | None
    create_key: bool
    data_dir: Path | None
    project: str | None
    secret_in: str
    prompts: bool | None
    answers: bool | None
    traces: bool
    metrics: bool
    environment: str | None
    protocol: str
    grpc_endpoint: str | None
    ca_certificate: Path | None
    client_certificate: Path | None
    client_private_key: Path | None
    codex_home: Path | None
    dry_run: bool
    force: bool
    yes: bool
    verify: bool

    @property
    def may_ask(self) -> bool:
        """Whether somebody is there to answer questions."""
        return not self.yes and sys.stdin.isatty()


def wanted_from(options: ConnectOptions, data: Mapping[str, Any], env: Mapping[str, str]) -> tuple[Wanted, Credentials]:
    """The wish and the key pair for it. ``data`` is the present config.toml. Raises :class:`CliError`."""
    url = _url(options)
    credentials = _credentials(options, url, data, env)
    prompts = _choice(options.prompts, data, "log_user_prompt")
    answers = _choice(options.answers, data, "log_agent_responses")
    if options.may_ask and prompts is None:
        err().print(_ABOUT_PROMPTS, markup=False)
        prompts = typer.confirm("Send prompts?", default=True, err=True)
    if options.may_ask and answers is None:
        answers = typer.confirm("Send the model's final answers?", default=True, err=True)
    signals: tuple[Signal, ...] = ("logs",)
    signals += ("traces",) if options.traces else ()
    signals += ("metrics",) if options.metrics else ()
    environment = options.environment or lookup(data, ("otel", "environment"))
    if options.may_ask and environment is None:
        environment = typer.prompt("Environment", default="dev", err=True)
    wanted = Wanted(
        url=url,
        transport="grpc" if options.grpc_endpoint else "http",
        grpc_endpoint=options.grpc_endpoint or "",
        protocol=cast(Literal["binary", "json"], options.protocol),
        authorization=basic_header(credentials) if options.secret_in == "file" else None,
        tls=_tls(options, url),
        signals=signals,
        environment=environment if isinstance(environment, str) else None,
        log_user_prompt=prompts,
        log_agent_responses=answers,
    )
    return wanted, credentials


def _url(options: ConnectOptions) -> str:
    url = options.url
    if url is None:
        url = typer.prompt("Address of Sidelight", default=_DEFAULT_URL, err=True) if options.may_ask else _DEFAULT_URL
    try:
        if options.grpc_endpoint:
            normalised_url(options.grpc_endpoint)
        return normalised_url(url)
    except ValueError as problem:
        raise CliError(f"{problem}.", "Write it like http://localhost:3000 or https://sidelight.example.org.") from None


def _credentials(options: ConnectOptions, url: str, data: Mapping[str, Any], env: Mapping[str, str]) -> Credentials:
    if options.create_key:
        if options.public_key or options.secret_key:
            raise CliError("--create-key makes a key, but one was given too.", "Leave out one of them.")
        if options.dry_run:
            return Credentials("pk-lf-new", "sk-lf-new")
        _, new = make_key(options.data_dir, options.project, "Codex")
        return Credentials(new.view.public_key, new.secret_key)
    public_key, secret_key = options.public_key, options.secret_key
    if not public_key and not secret_key and (known := _known_credentials(url, data, env)):
        return known
    if options.may_ask:
        public_key = public_key or typer.prompt("Public key (pk-lf-…)", err=True)
        secret_key = secret_key or typer.prompt("Secret key (sk-lf-…), not shown", hide_input=True, err=True)
    if not public_key or not secret_key:
        raise CliError(
            "A public and a secret key are needed.",
            "Give --public-key and --secret-key (page API keys), or --create-key on the machine of the server.",
        )
    checked = parse_basic(basic_header(Credentials(public_key.strip(), secret_key.strip())))
    if not isinstance(checked, Credentials):
        raise CliError(checked.reason, checked.hint)
    return checked


def _known_credentials(url: str, data: Mapping[str, Any], env: Mapping[str, str]) -> Credentials | None:
    """The key pair that Codex already uses for this server."""
    for exporter in read_exporters(data):
        try:
            is_same = normalised_url(exporter.endpoint) == url
        except ValueError:
            continue
        if is_same and (known := read_authorization(effective_headers(exporter, env).get("authorization"))):
            return known
    return None


def _choice(given: bool | None, data: Mapping[str, Any], key: str) -> bool | None:
    """The flag, or what config.toml says; None when neither does."""
    present = lookup(data, ("otel", key))
    return given if given is not None else (present if isinstance(present, bool) else None)


def _tls(options: ConnectOptions, url: str) -> dict[str, str]:
    files = {
        CA_CERTIFICATE: options.ca_certificate,
        CLIENT_CERTIFICATE: options.client_certificate,
        CLIENT_PRIVATE_KEY: options.client_private_key,
    }
    given = {key: path.expanduser().absolute() for key, path in files.items() if path is not None}
    for key, path in given.items():
        if not path.is_file():
            raise CliError(f"--{key}: there is no file {path}.", "Check the path.")
    if (CLIENT_CERTIFICATE in given) != (CLIENT_PRIVATE_KEY in given):
        raise CliError(
            "A client certificate needs its private key, and the other way round.",
            "Give both --client-certificate and --client-private-key.",
        )
    endpoint = options.grpc_endpoint or url
    if given and not endpoint.startswith("https://"):
        raise CliError(f"TLS files were given, but {endpoint} does not use TLS.", "Write https:// in the address.")
    return {key: str(path) for key, path in given.items()}
