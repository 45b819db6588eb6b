"""A Sidelight server of its own process and data folder, watched from outside."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from benchmarks.load import Target

PUBLIC_KEY = "pk-lf-benchmark"
SECRET_KEY = "sk-lf-benchmark"
MIB = 1024 * 1024


class Server:
    """Started on entering the context, stopped and forgotten on leaving it."""

    def __init__(self, environment: dict[str, str] | None = None) -> None:
        self._environment = environment or {}
        self._folder = tempfile.TemporaryDirectory(prefix="sidelight-bench-")
        self.data_folder = Path(self._folder.name) / "data"
        self.target = Target("127.0.0.1", _free_port(), PUBLIC_KEY, SECRET_KEY)
        self.ready_s = 0.0

    def __enter__(self) -> "Server":
        self._log = (Path(self._folder.name) / "server.log").open("w+b")
        begin = time.perf_counter()
        self._process = subprocess.Popen(
            [
                Path(sys.executable).parent / "sidelight",
                "serve",
                "--host",
                self.target.host,
                "--port",
                str(self.target.port),
                "--data",
                self.data_folder,
            ],
            env={**_init_variables(), **os.environ, **self._environment},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        self._watched = psutil.Process(self._process.pid)
        self._wait_until_ready(begin)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        self._folder.cleanup()

    @property
    def pid(self) -> int:
        """Process id, for a profiler."""
        return self._process.pid

    def get(self, path: str) -> Any:
        """JSON of a GET with the project's keys."""
        return self.send("GET", path)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """JSON of the answer to a request with the project's keys and perhaps a JSON body."""
        credentials = b64encode(f"{PUBLIC_KEY}:{SECRET_KEY}".encode()).decode()
        url = f"http://{self.target.host}:{self.target.port}{path}"
        headers = {"authorization": f"Basic {credentials}", "content-type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, content, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def visible(self, resource: str) -> int:
        """How many ``observations`` or ``traces`` the public API counts."""
        total: int = self.get(f"/api/public/{resource}?limit=1&page=1")["meta"]["totalItems"]
        return total

    def wait_until_visible(self, resource: str, count: int, timeout_s: float = 600.0) -> float:
        """Return when ``count`` are visible: the moment (``perf_counter``)."""
        deadline = time.perf_counter() + timeout_s
        while (seen := self.visible(resource)) < count:
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{seen} of {count} {resource} visible after {timeout_s:.0f} s; log: {self.log()}")
            time.sleep(0.1 if count - seen < count / 10 else 1.0)  # counting costs the server some work, too
        return time.perf_counter()

    def cpu_seconds(self) -> float:
        """CPU time, user and system, of the server and its children so far."""
        total = 0.0
        for process in self._processes():
            times = process.cpu_times()
            total += times.user + times.system
        return total

    def memory_mib(self) -> float:
        """Resident memory now."""
        return sum(process.memory_info().rss for process in self._processes()) / MIB

    def peak_memory_mib(self) -> float:
        """Highest resident memory since the start, as Linux kept it."""
        total_kib = 0
        for process in self._processes():
            status = Path(f"/proc/{process.pid}/status").read_text()
            total_kib += int(status.split("VmHWM:")[1].split()[0])
        return total_kib / 1024

    def disk_mib(self) -> float:
        """Size of the data folder."""
        return sum(file.stat().st_size for file in self.data_folder.rglob("*") if file.is_file()) / MIB

    def log(self, lines: int = 20) -> str:
        """The end of what the server printed."""
        self._log.flush()
        return "\n".join(Path(self._log.name).read_text(errors="replace").splitlines()[-lines:])

    def _processes(self) -> list[psutil.Process]:
        return [self._watched, *self._watched.children(recursive=True)]

    def _wait_until_ready(self, begin: float) -> None:
        while True:
            try:
                self.get("/api/public/health")
            except (urllib.error.URLError, ConnectionError):
                if (code := self._process.poll()) is not None:
                    raise RuntimeError(f"the server stopped with exit code {code}:\n{self.log()}") from None
                if time.perf_counter() - begin > 60:
                    raise TimeoutError(f"not ready after 60 s:\n{self.log()}") from None
                time.sleep(0.01)
            else:
                self.ready_s = time.perf_counter() - begin
                return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _init_variables() -> dict[str, str]:
    return {
        "LANGFUSE_INIT_ORG_ID": "benchmark",
        "LANGFUSE_INIT_PROJECT_ID": "benchmark",
        "LANGFUSE_INIT_PROJECT_PUBLIC_KEY": PUBLIC_KEY,
        "LANGFUSE_INIT_PROJECT_SECRET_KEY": SECRET_KEY,
    }
