"""``sidelight codex connect``: shows what changes, writes it after a back-up, and checks that events arrive."""

import difflib
import os
import re
import shlex
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.text import Text

from sidelight.cli.connect_options import ConnectOptions, wanted_from
from sidelight.cli.console import err, out
from sidelight.cli.errors import CliError
from sidelight.cli.findings import print_findings
from sidelight.codex_setup.authorization import header_variable
from sidelight.codex_setup.connect import (
    Connected,
    Disconnected,
    Receipt,
    Wanted,
    conflicts,
    connect,
    digest,
    disconnect,
    disconnect_from,
)
from sidelight.codex_setup.document import DocumentError, parse
from sidelight.codex_setup.dotenv import add_line, drop_line, parse_dotenv
from sidelight.codex_setup.environment import HEADERS, check_environment
from sidelight.codex_setup.exporter import read_exporters
from sidelight.codex_setup.finding import Severity
from sidelight.codex_setup.home import CodexHome, back_up, read_text, write_text
from sidelight.codex_setup.probe import probe
from sidelight.codex_setup.probe_result import findings_of
from sidelight.codex_setup.schema import check_schema
from sidelight.platform.credentials import Credentials

_TOKEN = re.compile(r"(Basic(?: |%20))[A-Za-z0-9+/_=-]+")


def run_connect(options: ConnectOptions) -> None:
    """Do what the flags say. Raises :class:`CliError` when nothing was changed, or when nothing arrives."""
    home = _home(options.codex_home)
    text = _read(home.config)
    dotenv = _read(home.dotenv)
    env = {**os.environ, **parse_dotenv(dotenv or "")}
    data = _parsed(text)
    wanted, credentials = wanted_from(options, data, env)
    _settle_conflicts(text or "", wanted, options)
    connected = _connect(text, wanted, home)
    new_dotenv, connected = _with_dotenv(dotenv, connected, credentials, options, home)
    if options.dry_run or options.may_ask:
        print_diff(home.config, text or "", connected.text)
    if options.dry_run:
        out().print("Nothing was changed (--dry-run).", style="dim")
        return
    if options.may_ask and not typer.confirm("Write this?", default=True, err=True):
        raise typer.Abort
    _write(home, text, connected, private=wanted.authorization is not None)
    if new_dotenv is not None and new_dotenv != (dotenv or ""):
        write_text(home.dotenv, new_dotenv, private=True)
    variable = header_variable(credentials)
    if options.secret_in == "env":
        out().print("Set this where Codex starts (~/.profile, for example); the key is not in any file now:")
        out().print(f"  export {HEADERS}={shlex.quote(variable)}", style="cyan", markup=False)
        env[HEADERS] = variable
    elif options.secret_in == "dotenv":
        env[HEADERS] = variable
    if wanted.log_user_prompt is not True:
        err().print("Prompts are sent as [REDACTED]; add --prompts to see them.", style="dim", markup=False)
    if options.verify:
        verify(home, connected.text, env)


def run_remove(codex_home: Path | None, url: str | None, *, dry_run: bool) -> None:
    """Undo what connect did; without its receipt, remove the exporters that send to ``url``."""
    home = _home(codex_home)
    text = _read(home.config)
    if text is None:
        raise CliError(f"There is no {home.config}.", "There is nothing to undo.")
    _parsed(text)
    receipt = _receipt(home)
    try:
        undone = _undo(text, receipt, url)
    except DocumentError as problem:
        raise CliError(f"{home.config} could not be changed safely: {problem}.", "Edit it by hand.") from None
    print_diff(home.config, text, undone.text or "")
    for key in undone.kept:
        err().print(f"otel.{key} was changed since, and stays as it is.", style="yellow", markup=False)
    if dry_run:
        out().print("Nothing was changed (--dry-run).", style="dim")
        return
    _back_up(home.config)
    if undone.text is None:
        home.config.unlink()
    else:
        write_text(home.config, undone.text, private=False)
        if receipt and receipt.mode is not None and undone.text == receipt.original:
            home.config.resolve().chmod(receipt.mode)
    if receipt and receipt.dotenv_digest:
        _write_dotenv(home, drop_line(_read(home.dotenv) or "", receipt.dotenv_digest))
    home.receipt.unlink(missing_ok=True)
    out().print("Codex does not report to Sidelight any more.")


def verify(home: CodexHome, text: str, env: Mapping[str, str]) -> None:
    """Send the check event through each exporter, and read back whose project it went to. Raises :class:`CliError`."""
    exporters = read_exporters(parse(text))
    findings = check_environment(env, exporters)
    project = ""
    for exporter in exporters:
        result = probe(exporter, env, home)
        findings += findings_of(result)
        project = project or result.project
        if result.has_arrived:
            out().print(Text.assemble(("✓ ", "bold green"), f"{exporter.signal}: a check event arrived"))
    problems = [finding for finding in findings if finding.severity is not Severity.INFO]
    print_findings(problems)
    if any(finding.severity is Severity.ERROR for finding in problems):
        raise CliError(
            "config.toml is written, but telemetry does not arrive yet.",
            "Follow the remedy above, then run `sidelight codex doctor`. `--remove` undoes the change.",
        )
    if project:
        out().print(Text.assemble(("✓ ", "bold green"), f"the key opens the project “{project}”"))
    out().print("Codex reports to Sidelight from its next start on.")


def print_diff(path: Path, old: str, new: str) -> None:
    """Show what changes, with secrets hidden."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), str(path), f"{path} (new)", lineterm="")
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for line in lines:
        out().print(Text(_TOKEN.sub(r"\1…", line), style=styles.get(line[:1], "")))


def _home(given: Path | None) -> CodexHome:
    return CodexHome(given.expanduser().absolute()) if given else CodexHome.find(os.environ)


def _read(path: Path) -> str | None:
    try:
        return read_text(path)
    except OSError as problem:
        raise CliError(f"{path} cannot be read: {problem.strerror}.", "Correct its permissions.") from None
    except UnicodeDecodeError:
        raise CliError(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from None


def _parsed(text: str | None) -> dict[str, object]:
    try:
        return parse(text or "")
    except DocumentError as problem:
        raise CliError(
            f"config.toml is not valid TOML: {problem}.", "`sidelight codex doctor --fix` may cure it."
        ) from None


def _settle_conflicts(text: str, wanted: Wanted, options: ConnectOptions) -> None:
    for key, endpoint in conflicts(text, wanted).items():
        what = f"sends to {endpoint}" if endpoint else "is malformed"
        if options.force or not endpoint:
            continue
        if not options.may_ask:
            raise CliError(f"otel.{key} already {what}.", "Add --force to replace it.")
        if not typer.confirm(f"otel.{key} already {what}. Replace it?", default=False, err=True):
            raise typer.Abort


def _connect(text: str | None, wanted: Wanted, home: CodexHome) -> Connected:
    try:
        connected = connect(text, wanted, _receipt(home))
    except DocumentError as problem:
        raise CliError(
            f"{home.config} could not be changed safely: {problem}.",
            "Add the block from the page Set up Codex by hand.",
        ) from None
    errors = [finding for finding in check_schema(parse(connected.text)) if finding.severity is Severity.ERROR]
    if errors:
        print_findings(errors)
        raise CliError("Codex would refuse this configuration, so it was not written.", "Correct what is named above.")
    return connected


def _with_dotenv(
    dotenv: str | None, connected: Connected, credentials: Credentials, options: ConnectOptions, home: CodexHome
) -> tuple[str | None, Connected]:
    """The text of ``.env`` (None: there is none) and the receipt for it, without the line of an earlier connect."""
    earlier = _receipt(home)
    if dotenv is not None and earlier and earlier.dotenv_digest:
        dotenv = drop_line(dotenv, earlier.dotenv_digest)
    if options.secret_in == "file":
        return dotenv, connected
    if HEADERS in parse_dotenv(dotenv or ""):
        raise CliError(f"{home.dotenv} sets {HEADERS} already, and wins over all else.", "Remove that line first.")
    if options.secret_in == "env":
        return dotenv, connected
    line = f"{HEADERS}={header_variable(credentials)}"
    receipt = replace(connected.receipt, dotenv_digest=digest(line))
    return add_line(dotenv or "", line), replace(connected, receipt=receipt)


def _write(home: CodexHome, old: str | None, connected: Connected, *, private: bool) -> None:
    earlier = _receipt(home)
    mode = earlier.mode if earlier else home.config.stat().st_mode & 0o777 if old is not None else None
    try:
        if connected.text == old:
            out().print(f"{home.config} is as it should be.", markup=False)
        else:
            backup = _back_up(home.config) if old is not None else None
            write_text(home.config, connected.text, private=private)
            kept = f" (the former file: {backup.name})" if backup else ""
            out().print(f"Wrote {home.config}{kept}", markup=False)
        write_text(home.receipt, replace(connected.receipt, mode=mode).to_json(), private=True)
    except OSError as problem:
        raise CliError(f"{home.path} cannot be written: {problem.strerror}.", "Correct its permissions.") from None


def _back_up(path: Path) -> Path:
    try:
        return back_up(path, datetime.now(UTC))
    except OSError as problem:
        raise CliError(f"No back-up could be made: {problem.strerror}.", f"Make {path.parent} writable.") from None


def _write_dotenv(home: CodexHome, text: str) -> None:
    if text:
        write_text(home.dotenv, text, private=False)
    else:
        home.dotenv.unlink(missing_ok=True)


def _receipt(home: CodexHome) -> Receipt | None:
    text = _read(home.receipt)
    return Receipt.from_json(text) if text else None


def _undo(text: str, receipt: Receipt | None, url: str | None) -> Disconnected:
    if receipt is not None:
        return disconnect(text, receipt)
    if url is None:
        raise CliError(
            "There is no record of a `sidelight codex connect` here.",
            "Add --url to remove the exporters that send to that address.",
        )
    undone = disconnect_from(text, url)
    if undone.text == text:
        raise CliError(f"No exporter in config.toml sends to {url}.", "There is nothing to undo.")
    return undone
