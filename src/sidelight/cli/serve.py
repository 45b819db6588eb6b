"""``sidelight serve``: the flags; :mod:`sidelight.cli.serving` does the work."""

# Commands import what they need when they run; their options are their parameters.
# ruff: noqa: PLC0415, PLR0917

from pathlib import Path
from typing import Annotated

import typer


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on. [default: 127.0.0.1]")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port of the web app, API and OTLP; 0: any. [default: 3000]")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Folder that holds all data. [default: the user's data folder]")
    ] = None,
    grpc_port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port of OTLP over gRPC, usually 4317. [default: off]")
    ] = None,
    tls_certificate: Annotated[
        Path | None, typer.Option(help="PEM file with the certificate chain; turns on TLS.")
    ] = None,
    tls_private_key: Annotated[Path | None, typer.Option(help="PEM file with the certificate's private key.")] = None,
    tls_client_ca: Annotated[
        Path | None, typer.Option(help="PEM file; clients must show a certificate signed by it (mutual TLS).")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="URL that people and agents use, when a proxy stands before Sidelight.")
    ] = None,
    reload: Annotated[bool, typer.Option("--reload", help="Start again when Sidelight's own code changes.")] = False,
) -> None:
    """Run the server: web app, API and OTLP receiver.

    Flags win over environment variables (SIDELIGHT_SERVER__PORT and so on).
    """
    from sidelight.cli.serving import ServeOptions, run

    run(
        ServeOptions(
            host=host,
            port=port,
            data_dir=data,
            grpc_port=grpc_port,
            tls_certificate=tls_certificate,
            tls_private_key=tls_private_key,
            tls_client_ca=tls_client_ca,
            base_url=base_url,
            reload=reload,
        )
    )
