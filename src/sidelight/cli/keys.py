"""``sidelight keys`` and ``sidelight login-link``: the flags; :mod:`sidelight.cli.metadata` does the work."""

# Commands import what they need when they run.
# ruff: noqa: PLC0415

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from sidelight.cli.console import err, out
from sidelight.cli.errors import CliError

keys_app = typer.Typer(no_args_is_help=True, help="List, create and revoke API keys.")

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder that holds all data. [default: the user's data folder]")
]
ProjectOption = Annotated[str | None, typer.Option("--project", help="Id of the project.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]


@keys_app.command("list")
def list_command(data: DataOption = None, project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """Show the keys in force; secrets cannot be shown again."""
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    from sidelight.cli.metadata import key_json, read_keys

    keys = read_keys(data, project)
    if as_json:
        _print_json([key_json(key) for _, key in keys])
        return
    if not keys:
        err().print("There are no keys. Create one with: sidelight keys create")
        return
    columns = ("Project", "Public key", "Secret key", "Created", "Last used", "Expires", "Note")
    table = Table(*columns, box=None, pad_edge=False)
    for project_name, key in keys:
        used = f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never"
        created = f"{key.created_at:%Y-%m-%d}"
        expires = f"{key.expires_at:%Y-%m-%d}" if key.expires_at else "never"
        row = (project_name, key.public_key, key.display_secret_key, created, used, expires, key.note)
        table.add_row(*(Text(cell) for cell in row))
    # Wider than the terminal if need be: a key that is cut or folded cannot be copied.
    natural = Measurement.get(out(), out().options.update(max_width=10_000), table).maximum
    Console(width=max(natural, out().width), highlight=False).print(table)


@keys_app.command("create")
def create_command(
    data: DataOption = None,
    project: ProjectOption = None,
    *,
    organisation: Annotated[
        str | None, typer.Option(help="Id of an organisation: a key that manages its projects and their keys.")
    ] = None,
    expires_in_days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="Days until the key ends by itself. [default: never]")
    ] = None,
    note: Annotated[str, typer.Option(help="Who or what uses the key.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Make a key and show its secret, this once."""
    from sidelight.cli.metadata import key_json, make_key, make_organisation_key
    from sidelight.platform.clock import now

    if project and organisation:
        raise CliError("A key belongs to a project or to an organisation.", "Give --project or --organisation.")
    expires_at = now() + timedelta(days=expires_in_days) if expires_in_days else None
    if organisation:
        owner, new = make_organisation_key(data, organisation, note, expires_at)
    else:
        owner, new = make_key(data, project, note, expires_at)
    if as_json:
        _print_json({**key_json(new.view), "secretKey": new.secret_key})
        return
    kind = "organisation" if organisation else "project"
    err().print(f"A key of the {kind} {owner}. The secret is shown only now:", markup=False)
    out().print(f"Public key: {new.view.public_key}\nSecret key: {new.secret_key}", markup=False)


@keys_app.command("revoke")
def revoke_command(
    key: Annotated[str, typer.Argument(help="Public key or id, as 'sidelight keys list' shows them.")],
    data: DataOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Put a key out of force, for good."""
    from sidelight.cli.metadata import revoke

    if not yes and sys.stdin.isatty():
        typer.confirm(f"Revoke {key}? What still uses it will be refused", abort=True)
    revoked = revoke(data, key)
    if revoked is None:
        raise CliError(f"There is no key {key} in force.", "'sidelight keys list' shows the keys.")
    err().print(f"Revoked {revoked.public_key}. A running server refuses it within three seconds.", markup=False)


def login_link(
    data: DataOption = None,
    email: Annotated[str | None, typer.Option(help="Whom to sign in. [default: the administrator]")] = None,
    base_url: Annotated[
        str | None, typer.Option(help="Address of the running server. [default: where it was started last]")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print a link that signs you in to the web app, once, within an hour."""
    from sidelight.cli.metadata import make_login_link

    address, url = make_login_link(data, email, base_url)
    if as_json:
        _print_json({"email": address, "url": url})
        return
    err().print(f"Signs in {address}, once, within an hour:", markup=False)
    out().print(url, markup=False)


def _print_json(value: object) -> None:
    out().print(json.dumps(value, indent=2), markup=False)
