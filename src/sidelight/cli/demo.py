"""``sidelight demo``: the flags; :mod:`sidelight.cli.demonstrating` does the work."""

# Commands import what they need when they run; their options are their parameters.
# ruff: noqa: PLC0415, PLR0917

from pathlib import Path
from typing import Annotated

import typer


def demo(
    url: Annotated[
        str | None, typer.Option(help="Address of a running Sidelight. [default: as in the settings]")
    ] = None,
    public_key: Annotated[
        str | None, typer.Option(envvar="LANGFUSE_PUBLIC_KEY", help="Public key of a project.")
    ] = None,
    secret_key: Annotated[str | None, typer.Option(envvar="LANGFUSE_SECRET_KEY", help="Its secret key.")] = None,
    data: Annotated[
        Path | None,
        typer.Option(help="Data folder of that server, to make a key in. [default: the user's data folder]"),
    ] = None,
    project: Annotated[str | None, typer.Option(help="Id of the project, when the server has several.")] = None,
    ca_certificate: Annotated[
        Path | None, typer.Option(help="PEM file of the authority that signed the server.")
    ] = None,
) -> None:
    """Load example sessions into a running server. Doing it again changes nothing."""
    from sidelight.cli.demonstrating import run_demo

    run_demo(url, (public_key, secret_key), data, project, ca_certificate)
