"""Runs the server for ``sidelight serve``: settings, socket, TLS, life cycle, and clear words when it cannot start."""

# Imports wait until they are needed, so that `sidelight --help` is quick.
# ruff: noqa: PLC0415

import errno
import gc
import logging
import os
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError
from starlette.types import ASGIApp

from sidelight.cli.announce import Announced, announce, warn_when_exposed
from sidelight.cli.errors import CliError
from sidelight.platform.database import DatabaseError
from sidelight.platform.instance_secret import InstanceSecretError
from sidelight.platform.setup import SetupError
from sidelight.settings import ServerSettings, Settings
from sidelight.store.blobs import BlobError
from sidelight.store.driver import StoreError
from sidelight.store.journal_entry import JournalError
from sidelight.store.lock import LockedError

# Open pages hold an event stream; without a limit they would keep a stopping server alive.
_SHUTDOWN_S = 3
_KEEP_ALIVE_S = 75
_BACKLOG = 2048
_UVICORN_OPTIONS: dict[str, Any] = {
    "loop": "uvloop",
    "http": "httptools",
    "ws": "none",
    "lifespan": "on",
    "log_config": None,
    "log_level": logging.WARNING,
    "access_log": False,
    "server_header": False,
    "timeout_keep_alive": _KEEP_ALIVE_S,
    "timeout_graceful_shutdown": _SHUTDOWN_S,
}
# How long a busy thread may keep the interpreter while another waits for it. The event loop, which acknowledges, waits
# for the pipeline's thread many times a request: with Python's 5 ms, answers take three times as long under load.
_SWITCH_INTERVAL_S = 0.0005
# Python's collector stops every thread. What the start has made never becomes garbage, so it is left out of all later
# collections; and full ones come less often. Measured at 6,000 spans/s: pauses of 60 to 210 ms before, few after.
_COLLECT_AFTER = (5_000, 20, 100)


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """The flags of ``sidelight serve``; None leaves the setting as it is."""

    host: str | None = None
    port: int | None = None
    data_dir: Path | None = None
    grpc_port: int | None = None
    tls_certificate: Path | None = None
    tls_private_key: Path | None = None
    tls_client_ca: Path | None = None
    base_url: str | None = None
    reload: bool = False


def run(options: ServeOptions) -> None:
    """Serve until a signal ends it. Raises :class:`CliError` when it cannot start."""
    settings = settings_with(options)
    serving = {**_UVICORN_OPTIONS, **tls_options(settings.server)}
    prepare_data_folder(settings.data_dir)
    if options.reload:
        _run_with_reload(settings, serving)
        return
    sock = bind(settings.server.host, settings.server.port)
    settings.server.port = sock.getsockname()[1]
    warn_when_exposed(settings)

    from sidelight.server import build_app

    def on_ready(app: Any) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_COLLECT_AFTER)
        announce(app, settings)

    app = build_app(settings)
    application = Announced(app, on_ready)
    server = _Server(uvicorn.Config(application, **serving), app)
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    # uvicorn raises the signal again once it has shut down; a stop that was asked for is a success.
    signal.signal(signal.SIGTERM, lambda *_: None)
    # Why the start failed is said below, in words; uvicorn only says that it did.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    with suppress(KeyboardInterrupt, SystemExit), sock:
        server.run(sockets=[sock])
    if application.startup_error is not None:
        raise startup_problem(application.startup_error, settings) from application.startup_error


class _Server(uvicorn.Server):
    """Ends the event streams of open pages first; uvicorn would wait for them, and then cut them off."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Called once, when a signal has come."""
        services = getattr(self._app.state, "services", None)
        if services is not None:
            services.live.close()
        await super().shutdown(sockets)


def settings_with(options: ServeOptions) -> Settings:
    """Settings from the environment with the flags on top."""
    settings = load_settings()
    server = {
        "host": options.host,
        "port": options.port,
        "base_url": options.base_url,
        "tls_certificate": options.tls_certificate,
        "tls_private_key": options.tls_private_key,
        "tls_client_ca": options.tls_client_ca,
    }
    update: dict[str, Any] = {
        "server": settings.server.model_copy(update={key: value for key, value in server.items() if value is not None})
    }
    if options.grpc_port is not None:
        update["ingest"] = settings.ingest.model_copy(update={"grpc_port": options.grpc_port})
    if options.data_dir is not None:
        update["data_dir"] = options.data_dir.expanduser().absolute()
    return settings.model_copy(update=update)


def load_settings() -> Settings:
    """Settings from the environment; :class:`CliError` names the variable that holds a bad value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        variable = "SIDELIGHT_" + "__".join(str(part).upper() for part in first["loc"])
        raise CliError(f"{variable} is not valid: {first['msg']}.", f"Correct or unset {variable}.") from None


def tls_options(server: ServerSettings) -> dict[str, Any]:
    """TLS arguments of uvicorn; raises :class:`CliError` when the files do not fit together or cannot be read."""
    from sidelight.ingest.tls import TlsError, uvicorn_options

    try:
        return uvicorn_options(server)
    except TlsError as error:
        raise CliError(str(error)) from None


def prepare_data_folder(folder: Path) -> None:
    """Make the data folder, for its owner only; raises :class:`CliError` when it cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise CliError(f"{folder} is not a folder.", "Choose another with --data DIR.") from None
    except OSError as error:
        raise CliError(
            f"The data folder {folder} cannot be made: {error.strerror}.", "Choose another with --data DIR."
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CliError(
            f"The data folder {folder} cannot be written.", "Change its owner, or choose another with --data DIR."
        )


def bind(host: str, port: int) -> socket.socket:
    """Listening socket on the address; raises :class:`CliError` with a remedy when that fails."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        sock = socket.socket(family, socket.SOCK_STREAM)
    except socket.gaierror:
        raise CliError(f"{host!r} is not an address of this machine.", "Use --host 127.0.0.1 or 0.0.0.0.") from None
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(_BACKLOG)
        sock.setblocking(False)
    except OSError as error:
        sock.close()
        raise _bind_problem(error, host, port) from None
    return sock


def startup_problem(error: BaseException, settings: Settings) -> CliError:
    """What to tell the user about an exception that the application raised while it started."""
    from sidelight.ingest.otlp_grpc import GrpcError
    from sidelight.ingest.tls import TlsError

    if isinstance(error, CliError):
        return error
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return CliError(f"The disk of {settings.data_dir} is full.", "Free some space, or choose another --data DIR.")
    text = str(error).strip().rstrip(".") or type(error).__name__
    if _is_locked(error):
        return CliError(
            f"The data folder {settings.data_dir} is in use by another Sidelight process.",
            "Stop that process, or start this one with another --data DIR.",
        )
    if isinstance(error, SetupError | InstanceSecretError | DatabaseError | JournalError | BlobError | TlsError):
        return CliError(f"{text}.")
    if isinstance(error, GrpcError):
        return CliError(f"{text}.", "Choose another --grpc-port.")
    if isinstance(error, StoreError):
        remedy = (
            "Check SIDELIGHT_STORE__URL." if settings.store.url else "Choose another --data DIR to see if it helps."
        )
        return CliError(f"The event store cannot be opened: {text}.", remedy)
    return CliError(f"Sidelight could not start: {text}.", "Run `sidelight --debug serve` for details.")


def _is_locked(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, LockedError):
            return True
        error = error.__cause__ or error.__context__
    return False


def build_for_reload() -> ASGIApp:
    """The application for ``--reload``, whose settings come from the environment alone."""
    from sidelight.server import build_app

    settings = load_settings()
    return Announced(build_app(settings), lambda app: announce(app, settings))


def _run_with_reload(settings: Settings, serving: dict[str, Any]) -> None:
    server = settings.server
    os.environ["SIDELIGHT_DATA_DIR"] = str(settings.data_dir)
    os.environ["SIDELIGHT_SERVER__HOST"] = server.host
    os.environ["SIDELIGHT_SERVER__PORT"] = str(server.port)
    os.environ["SIDELIGHT_SERVER__BASE_URL"] = server.base_url
    os.environ["SIDELIGHT_INGEST__GRPC_PORT"] = str(settings.ingest.grpc_port)
    for name in ("tls_certificate", "tls_private_key", "tls_client_ca"):
        if path := getattr(server, name):
            os.environ[f"SIDELIGHT_SERVER__{name.upper()}"] = str(path)
    uvicorn.run(
        "sidelight.cli.serving:build_for_reload",
        factory=True,
        host=server.host,
        port=server.port,
        reload=True,
        reload_dirs=[str(Path(__file__).parents[1])],
        **serving,
    )


def _bind_problem(error: OSError, host: str, port: int) -> CliError:
    if error.errno == errno.EADDRINUSE:
        return CliError(
            f"Port {port} is in use by another program.",
            "Choose another with --port (0 picks a free one), or stop that program.",
        )
    if error.errno == errno.EACCES:
        return CliError(f"Port {port} needs administrator rights.", "Choose one above 1023 with --port.")
    if error.errno == errno.EADDRNOTAVAIL:
        return CliError(f"{host} is not an address of this machine.", "Use --host 127.0.0.1 or 0.0.0.0.")
    return CliError(f"Cannot listen on {host}:{port}: {error.strerror}.", "Choose another --host or --port.")
