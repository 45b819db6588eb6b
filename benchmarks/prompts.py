"""What an application waits for its prompt: GET /api/public/v2/prompts/{name} on real server processes.

One run measures a server that reads each answer anew and one that keeps answers, in turns, so that both see the same
machine. The pace is an open loop: a request is due whether or not those before it are answered, and its waiting counts.
"""

import argparse
import asyncio
import contextlib
import os
import platform
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from urllib.parse import quote

from rich.console import Console
from rich.table import Table

from benchmarks.load import Sent, fetch
from benchmarks.server import Server
from sidelight.platform.api_keys import create_key
from sidelight.platform.database import Database
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.keys import KeyVerifier
from sidelight.platform.tables import Organisation, Project

NAMES = 40
TEXT = "You are a careful assistant of a shop. Answer in the language of {{customer}}. " * 25  # 2 KB


@dataclass(slots=True)
class Figures:
    """All turns of one server in one scenario."""

    latencies: Sent = field(default_factory=Sent)
    cpu_s: float = 0.0

    def add(self, sent: Sent, cpu_s: float) -> None:
        """Count a turn; a failed request ends the run."""
        if sent.failures:
            raise SystemExit(f"error: {len(sent.failures)} requests failed, the first with {sent.failures[0]}")
        self.latencies.latencies_ms += sent.latencies_ms
        self.latencies.seconds += sent.seconds
        self.cpu_s += cpu_s

    @property
    def count(self) -> int:
        """How many requests were answered."""
        return len(self.latencies.latencies_ms)


def seed(server: Server) -> list[str]:
    """Texts, chats, and prompts made of three others; the paths that read them."""
    paths = []
    for number in range(NAMES):
        server.send(
            "POST", "/api/public/v2/prompts", {"name": f"part {number}", "prompt": TEXT, "labels": ["production"]}
        )
    for number in range(NAMES):
        parts = " ".join(
            f"@@@langfusePrompt:name=part {(number + step) % NAMES}|label=production@@@" for step in range(3)
        )
        bodies = {
            f"shop/text {number}": TEXT,
            f"shop/chat {number}": [{"role": "system", "content": TEXT}, {"role": "user", "content": "{{question}}"}],
            f"shop/composed {number}": parts,
        }
        for name, body in bodies.items():
            kind = "text" if isinstance(body, str) else "chat"
            new = {"name": name, "type": kind, "prompt": body, "labels": ["production"], "config": {"model": "gpt-5"}}
            server.send("POST", "/api/public/v2/prompts", new)
            paths.append(f"/api/public/v2/prompts/{quote(name, safe='')}")
    return paths


@contextlib.contextmanager
def changes(server: Server, every_s: float) -> Iterator[None]:
    """Somebody moves a label again and again; each time all answers of the project become old."""
    stop = threading.Event()

    def change() -> None:
        while not stop.wait(every_s):
            server.send("PATCH", "/api/public/v2/prompts/part%200/versions/1", {"newLabels": ["production"]})

    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(change)
        try:
            yield
        finally:
            stop.set()
            changing.result()


def measure(servers: dict[str, Server], options: argparse.Namespace) -> dict[tuple[str, str], Figures]:
    """Figures by scenario and server."""
    paths = {name: seed(server) for name, server in servers.items()}
    figures: dict[tuple[str, str], Figures] = {}

    def turn(scenario: str, name: str, load: Callable[[Server, list[str]], Sent]) -> None:
        server = servers[name]
        cpu_s = server.cpu_seconds()
        sent = load(server, paths[name])
        figures.setdefault((scenario, name), Figures()).add(sent, server.cpu_seconds() - cpu_s)

    def paced(server: Server, asked: list[str]) -> Sent:
        return fetch(server.target, asked, connections=64, seconds=options.seconds, requests_per_s=options.pace)

    def paced_with_changes(server: Server, asked: list[str]) -> Sent:
        with changes(server, options.change_every):
            return paced(server, asked)

    def fast(server: Server, asked: list[str]) -> Sent:
        return fetch(server.target, asked, connections=8, seconds=options.seconds / 2)

    for name in servers:
        turn("warm-up", name, fast)
    for _ in range(options.rounds):
        for name in servers:
            turn(f"{options.pace} requests/s", name, paced)
            turn(f"{options.pace} requests/s, a change every {options.change_every} s", name, paced_with_changes)
            turn("as fast as it goes, 8 connections", name, fast)
    return {key: found for key, found in figures.items() if key[0] != "warm-up"}


def key_check_us() -> float:
    """Microseconds to check a key that is known, in this process."""

    async def check() -> float:
        with TemporaryDirectory() as folder:
            secret = InstanceSecret(b"0123456789abcdef0123456789abcdef")
            database = Database(f"sqlite:///{folder}/sidelight.db")
            await database.migrate()
            async with database.session() as session:
                session.add(Organisation(id="benchmark", name="Benchmark"))
                await session.flush()
                session.add(Project(id="benchmark", organisation_id="benchmark", name="Benchmark"))
                await session.flush()
                key = await create_key(session, secret, "benchmark")
            keys = KeyVerifier(database, secret)
            await keys.verify(key.view.public_key, key.secret_key)
            rounds = 20_000
            begin = time.perf_counter()
            for _ in range(rounds):
                await keys.verify(key.view.public_key, key.secret_key)
            passed = time.perf_counter() - begin
            await database.close()
            return passed / rounds * 1e6

    return asyncio.run(check())


def show(figures: dict[tuple[str, str], Figures], console: Console) -> None:
    """Print what was measured, and how many times faster the second server is."""
    machine = f"{os.cpu_count()} cores (load {os.getloadavg()[0]:.1f}), {platform.machine()}"
    table = Table(title=f"Prompts, {machine}, Python {platform.python_version()}")
    for column in ("", "server", "requests", "requests/s", "p50", "p95", "p99", "max", "CPU a request"):
        table.add_column(column, justify="left" if column in ("", "server") else "right")
    for (scenario, name), found in figures.items():
        quantiles = [found.latencies.quantile_ms(share) for share in (0.5, 0.95, 0.99, 1.0)]
        table.add_row(
            scenario,
            name,
            f"{found.count:,}",
            f"{found.count / found.latencies.seconds:,.0f}",
            *(f"{value:.1f} ms" for value in quantiles),
            f"{found.cpu_s / found.count * 1e3:.2f} ms",
        )
    console.print(table)
    for scenario in dict.fromkeys(scenario for scenario, _ in figures):
        before, after = (one for key, one in figures.items() if key[0] == scenario)
        console.print(
            f"{scenario}: p99 {before.latencies.quantile_ms(0.99) / after.latencies.quantile_ms(0.99):.1f}, "
            f"CPU {before.cpu_s / before.count / (after.cpu_s / after.count):.1f} times less"
        )


def main() -> None:
    """Parse the command line, run, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prompts", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pace", type=int, default=200, help="requests a second")
    parser.add_argument("--seconds", type=float, default=10, help="duration of a turn")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each server in each scenario")
    parser.add_argument("--change-every", type=float, default=1.0, help="seconds between two changes of a prompt")
    options = parser.parse_args()
    console = Console()
    with (
        Server({"SIDELIGHT_PROMPTS__CACHE_MB": "0"}) as reading,
        Server({"SIDELIGHT_PROMPTS__CACHE_MB": "32"}) as keeping,
    ):
        figures = measure({"reads anew": reading, "keeps answers": keeping}, options)
    show(figures, console)
    console.print(f"Checking a known key: {key_check_us():.0f} µs")


if __name__ == "__main__":
    main()
