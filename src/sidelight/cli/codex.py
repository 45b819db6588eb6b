"""``sidelight codex``: the flags of connect and doctor; ``connecting`` and ``doctoring`` do the work."""

# Commands import what they need when they run; their options are their parameters.
# ruff: noqa: PLC0415, PLR0917

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

codex_app = typer.Typer(no_args_is_help=True, help="Connect OpenAI Codex CLI, and find out why it does not report.")


class SecretPlace(StrEnum):
    """Where the secret key is kept: config.toml, the environment, or ``$CODEX_HOME/.env``."""

    FILE = "file"
    ENV = "env"
    DOTENV = "dotenv"


class Protocol(StrEnum):
    """Encoding of OTLP over HTTP, under Codex's names."""

    BINARY = "binary"
    JSON = "json"


CodexHomeOption = Annotated[
    Path | None, typer.Option("--codex-home", help="Codex's folder. [default: $CODEX_HOME or ~/.codex]")
]


@codex_app.command()
def connect(
    url: Annotated[str | None, typer.Option(help="Address of Sidelight. [default: http://localhost:3000]")] = None,
    public_key: Annotated[
        str | None, typer.Option(envvar="LANGFUSE_PUBLIC_KEY", help="Public key of the project (pk-lf-…).")
    ] = None,
    secret_key: Annotated[
        str | None, typer.Option(envvar="LANGFUSE_SECRET_KEY", help="Secret key of the project (sk-lf-…).")
    ] = None,
    create_key: Annotated[
        bool, typer.Option("--create-key", help="Make a new key in the data folder of a server on this machine.")
    ] = False,
    data: Annotated[Path | None, typer.Option(help="That data folder. [default: the user's data folder]")] = None,
    project: Annotated[str | None, typer.Option(help="Id of the project, when the server has several.")] = None,
    secret_in: Annotated[
        SecretPlace,
        typer.Option(
            help="Keep the key in config.toml (file), in a variable that you set (env), or in Codex's .env (dotenv)."
        ),
    ] = SecretPlace.FILE,
    prompts: Annotated[
        bool | None,
        typer.Option("--prompts/--no-prompts", help="Send the text of prompts. [default: as it is, or ask]"),
    ] = None,
    answers: Annotated[
        bool | None, typer.Option("--answers/--no-answers", help="Send final answers. [default: as it is, or ask]")
    ] = None,
    traces: Annotated[
        bool, typer.Option("--traces/--no-traces", help="Send spans: exact turn times, sub-agents.")
    ] = True,
    metrics: Annotated[
        bool, typer.Option("--metrics/--no-metrics", help="Send metrics here instead of to OpenAI.")
    ] = False,
    environment: Annotated[
        str | None, typer.Option(help="Name of the environment in Sidelight, for example dev.")
    ] = None,
    protocol: Annotated[Protocol, typer.Option(help="Encoding over HTTP.")] = Protocol.BINARY,
    grpc_endpoint: Annotated[
        str | None, typer.Option("--grpc", help="Send over gRPC to this URL, for example http://localhost:4317.")
    ] = None,
    ca_certificate: Annotated[
        Path | None, typer.Option(help="PEM file of the authority that signed the server.")
    ] = None,
    client_certificate: Annotated[Path | None, typer.Option(help="PEM file of the client certificate (mTLS).")] = None,
    client_private_key: Annotated[
        Path | None, typer.Option(help="PEM file of the client's private key (mTLS).")
    ] = None,
    codex_home: CodexHomeOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Undo what connect did, exactly.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace exporters of other receivers.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask; take defaults.")] = False,
    verify: Annotated[bool, typer.Option("--verify/--no-verify", help="Send a check event afterwards.")] = True,
) -> None:
    """Make Codex report to Sidelight: edits config.toml, after a back-up, and checks that events arrive."""
    from sidelight.cli.connect_options import ConnectOptions
    from sidelight.cli.connecting import run_connect, run_remove

    if remove:
        run_remove(codex_home, url, dry_run=dry_run)
        return
    run_connect(
        ConnectOptions(
            url=url,
            public_key=public_key,
            secret_key=secret_key,
            create_key=create_key,
            data_dir=data,
            project=project,
            secret_in=secret_in.value,
            prompts=prompts,
            answers=answers,
            traces=traces,
            metrics=metrics,
            environment=environment,
            protocol=protocol.value,
            grpc_endpoint=grpc_endpoint,
            ca_certificate=ca_certificate,
            client_certificate=client_certificate,
            client_private_key=client_private_key,
            codex_home=codex_home,
            dry_run=dry_run,
            force=force,
            yes=yes,
            verify=verify,
        )
    )


@codex_app.command()
def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Apply what can be cured safely, after a back-up.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask the receiver.")] = False,
    codex_home: CodexHomeOption = None,
) -> None:
    """Find out why Codex does not report, and what to do. Exit code 1: something keeps telemetry from arriving."""
    from sidelight.cli.doctoring import run_doctor

    run_doctor(codex_home, fix=fix, as_json=as_json, offline=offline)
