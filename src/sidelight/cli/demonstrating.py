"""``sidelight demo``: sends the example data to a running server, like any other sender."""

import ssl
import time
from pathlib import Path

import httpx
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from sidelight.cli.console import err, out
from sidelight.cli.errors import CliError
from sidelight.cli.metadata import make_key, revoke
from sidelight.cli.serving import load_settings
from sidelight.codex_setup.connect import OTLP_PATH, normalised_url
from sidelight.demo.assistant_spans import last_trace_id
from sidelight.demo.requests import anchor_from, anchor_of, demo_requests, marker
from sidelight.model.time import from_iso
from sidelight.platform.credentials import Credentials

_TIMEOUT_S = 30.0
_VISIBLE_S = 60.0
_POLL_S = 0.2


def run_demo(
    url: str | None,
    keys: tuple[str | None, str | None],
    data: Path | None,
    project: str | None,
    ca_certificate: Path | None,
) -> None:
    """Send everything, and wait until it can be seen. Raises :class:`CliError`."""
    try:
        base = normalised_url(url or load_settings().base_url)
    except ValueError as problem:
        raise CliError(f"{problem}.", "Write it like http://localhost:3000.") from None
    with _client(base, ca_certificate) as client:
        _get(client, "/api/public/health")
        if all(keys):
            _load(client, Credentials(str(keys[0]), str(keys[1])))
        elif any(keys):
            raise CliError("Both a public and a secret key are needed.", "Give the other one, or neither.")
        else:
            _, new = make_key(data, project, "Example data")
            try:
                _load(client, Credentials(new.view.public_key, new.secret_key))
            finally:
                revoke(data, new.view.id)
    out().print(Text.assemble("The example sessions are at ", (base, "bold cyan")))


def _load(client: httpx.Client, credentials: Credentials) -> None:
    client.auth = (credentials.public_key, credentials.secret_key)
    requests = list(demo_requests(_anchor(client)))
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=err()) as progress:
        for request in progress.track(requests, description="Loading example sessions"):
            _answered(client, "POST", OTLP_PATH + request.path, request.body)
        waiting = progress.add_task("Waiting until they can be seen", total=None)
        _wait_until_visible(client)
        progress.remove_task(waiting)


def _anchor(client: httpx.Client) -> int:
    """That of the data loaded before, so that loading it again changes nothing; else the present."""
    trace_id, _ = marker()
    answer = _answered(client, "GET", f"/api/public/traces/{trace_id}")
    started_ns = from_iso(str(answer.json().get("timestamp", ""))) if answer.is_success else None
    return anchor_of(time.time_ns()) if started_ns is None else anchor_from(started_ns)


def _wait_until_visible(client: httpx.Client) -> None:
    deadline = time.monotonic() + _VISIBLE_S
    for trace_id in (marker()[0], last_trace_id()):
        while not _answered(client, "GET", f"/api/public/traces/{trace_id}").is_success:
            if time.monotonic() > deadline:
                raise CliError(
                    f"The server took everything, but it is not to be seen after {_VISIBLE_S:.0f} s.",
                    "Look at the page Ingestion, and into the server's log.",
                )
            time.sleep(_POLL_S)


def _get(client: httpx.Client, path: str) -> None:
    answer = _answered(client, "GET", path)
    if not answer.is_success:
        raise CliError(f"{client.base_url} is not Sidelight (HTTP {answer.status_code}).", "Correct --url.")


def _answered(client: httpx.Client, method: str, path: str, body: bytes = b"") -> httpx.Response:
    """The answer to a request; only 404 is an answer among the refusals."""
    headers = {"content-type": "application/x-protobuf"} if body else {}
    try:
        answer = client.request(method, path, content=body or None, headers=headers)
    except httpx.HTTPError as problem:
        raise CliError(
            f"{client.base_url} does not answer: {problem}.", "Start it with `sidelight serve`, or give its --url."
        ) from None
    if answer.is_success or answer.status_code == httpx.codes.NOT_FOUND:
        return answer
    try:
        said = str(answer.json().get("message") or answer.json().get("error") or answer.text)
    except (ValueError, AttributeError):
        said = answer.text[:200]
    raise CliError(
        f"{client.base_url} refuses {path} (HTTP {answer.status_code}): {said}",
        "Check the keys; without them, name the data folder of that server with --data.",
    )


def _client(base: str, ca_certificate: Path | None) -> httpx.Client:
    try:
        verify = ssl.create_default_context(cafile=ca_certificate) if ca_certificate else True
    except OSError as problem:
        raise CliError(f"--ca-certificate {ca_certificate} cannot be used: {problem}.", "Give a PEM file.") from None
    return httpx.Client(base_url=base, verify=verify, timeout=_TIMEOUT_S, trust_env=False)
