"""What ``sidelight serve`` says when it is ready: where it is, how to sign in, and what to give to Codex."""

import ipaddress
from collections.abc import Callable
from typing import Any

from rich.console import Group
from rich.text import Text
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sidelight import __version__
from sidelight.cli.console import out, print_warning
from sidelight.codex_setup.authorization import basic_header
from sidelight.codex_setup.connect import Wanted, config_block
from sidelight.platform.credentials import Credentials
from sidelight.platform.setup import FirstStart
from sidelight.settings import Settings


class Announced:
    """An application that reports when it has started, and keeps the exception when it could not."""

    def __init__(self, app: ASGIApp, on_ready: Callable[[Any], None]) -> None:
        self._app = app
        self._on_ready = on_ready
        self.startup_error: BaseException | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through; only the life cycle is looked at."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return

        async def watched_send(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete":
                self._on_ready(self._app)
            elif message["type"] == "lifespan.startup.failed":
                # The stack trace in it is for developers; the caller has the exception.
                message = {"type": "lifespan.startup.failed"}
            await send(message)

        try:
            await self._app(scope, receive, watched_send)
        except BaseException as error:
            self.startup_error = error
            raise


def announce(app: Any, settings: Settings) -> None:
    """Print the banner. ``app.state.first_start`` tells what is new."""
    out().print(banner(app.state.first_start, settings))


def banner(first: FirstStart, settings: Settings) -> Group:
    """The lines of the banner."""
    url = settings.base_url
    parts: list[Any] = [Text.assemble(("Sidelight ", "bold"), f"{__version__} is ready at ", (url, "bold cyan"))]
    if settings.ingest.grpc_port:
        parts.append(Text(f"OTLP over gRPC listens on port {settings.ingest.grpc_port}."))
    parts.append(Text(f"Data: {settings.data_dir}", style="dim"))
    parts.extend(Text(f"Note: {notice}", style="yellow") for notice in first.notices)
    if first.login_url:
        parts += [Text(), Text("Sign in with this link (once):"), _indented(Text(first.login_url, style="cyan"))]
    if first.secret_key:
        parts += _new_key(first, settings)
    elif first.is_new:
        parts += [Text(), Text("Connect Codex:"), _indented(Text(f"sidelight codex connect --url {url}", style="cyan"))]
    parts += [Text(), Text("Press Ctrl+C to stop.", style="dim")]
    return Group(*parts)


def warn_when_exposed(settings: Settings) -> None:
    """Say loudly when keys and prompts would travel in clear text over a network."""
    server = settings.server
    if server.tls_certificate or is_loopback(server.host) or server.base_url.startswith("https://"):
        return
    print_warning(
        f"Listening on {server.host} without TLS: keys, prompts and answers can be read by everybody on the network.",
        "Use --tls-certificate and --tls-private-key, or put a TLS proxy before it and name it with --base-url https://…",
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _new_key(first: FirstStart, settings: Settings) -> list[Any]:
    credentials = Credentials(first.public_key, first.secret_key)
    wanted = Wanted(
        url=settings.base_url,
        authorization=basic_header(credentials),
        environment="dev",
        log_user_prompt=True,
        log_agent_responses=True,
    )
    keys = f"public key  {first.public_key}\nsecret key  {first.secret_key}"
    command = (
        f"sidelight codex connect --url {settings.base_url} --public-key {first.public_key} "
        f"--secret-key {first.secret_key}"
    )
    return [
        Text(),
        Text(f"Keys of the project “{first.project_name}” (the secret is shown only now):"),
        _indented(Text(keys)),
        Text(),
        Text("Connect Codex, which asks before it changes anything:"),
        _indented(Text(command, style="cyan")),
        Text("or add this to ~/.codex/config.toml (prompts and answers are sent; tool output always is):"),
        _indented(Text(config_block(wanted).rstrip(), style="green")),
    ]


def _indented(text: Text) -> Text:
    # Not rich's Padding, which cuts long lines at the edge of the terminal; these are copied.
    return Text("\n").join(Text.assemble("  ", line) for line in text.split("\n"))
