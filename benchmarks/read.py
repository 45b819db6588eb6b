"""How fast reads are on a store of many observations: the web app's read models, and the public API.

    python -m benchmarks.read                             200,000 observations in a temporary folder
    python -m benchmarks.read --observations 1000000
    python -m benchmarks.read --data DIR --json out.json  keeps the folder DIR, and uses it again when it has enough

The web app's reads are timed together with making their JSON, without HTTP; those of the public API as whole requests
through the server's application, authentication included. The deletion is timed until the trace is not found any more.
"""

import argparse
import asyncio
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel
from rich.console import Console
from rich.progress import track
from rich.table import Table
from starlette.testclient import TestClient

from benchmarks.event_seed import HUGE_ID, LARGE_ID, PROJECT, PROMPTS, RARE, US_PER_DAY, fill, settle
from benchmarks.public_reads import PUBLIC_BARS_MS, Call, public_client, public_reads
from sidelight.api.app import present
from sidelight.query.facets import load_facets
from sidelight.query.filters import TraceFilter
from sidelight.query.histogram import load_histogram
from sidelight.query.observation import load_observation
from sidelight.query.prompt_usage import load_prompt_usage
from sidelight.query.session_detail import load_session
from sidelight.query.session_list import list_sessions
from sidelight.query.skeleton import load_skeleton
from sidelight.query.sql import TimeRange
from sidelight.query.trace_detail import load_trace
from sidelight.query.trace_list import TraceOrder, list_traces
from sidelight.settings import Settings
from sidelight.store.store import ProjectStore, Store

# DESIGN section 10, and issue 3.
BARS_MS = {
    "trace list, 24 h": 150,
    "trace list, all time": 150,
    "trace list, page 5": 150,
    "skeleton of 25,000": 500,
    "skeleton of 5,000": 1000,
    **PUBLIC_BARS_MS,
}


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one read, repeated; ``bar_ms`` is what p95 must stay under, 0 when there is none.

    ``cpu_ms`` is the median over all threads: it tells the work apart from waiting for a busy machine.
    """

    read: str
    runs: int
    first_ms: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    bar_ms: int

    @property
    def is_slow(self) -> bool:
        """Whether it misses its bar."""
        return bool(self.bar_ms) and self.p95_ms > self.bar_ms


def prepare(store: Store, observations: int, console: Console, *, is_settled: bool) -> int:
    """Fill the store unless it has enough; when its events end, in microseconds."""
    have = store.driver.query("SELECT count() AS rows FROM observations")[0]["rows"]
    if have < observations * 0.9:
        with console.status(f"making {observations:,} observations"):
            fill(store, observations, time.time_ns() // 1000)
    if is_settled:
        with console.status("merging"):
            settle(store)
    rows = store.driver.query("SELECT toUnixTimestamp64Micro(max(timestamp)) AS last_us FROM traces")
    return int(rows[0]["last_us"])


async def measure(read: str, runs: int, call: Call) -> Timing:
    """Time a read. A read that finds nothing is no measurement."""
    taken: list[float] = []
    worked: list[float] = []
    for _ in range(runs + 1):
        started, started_cpu = time.perf_counter(), time.process_time()
        answer = await call()
        if answer is None:
            raise SystemExit(f"{read}: found nothing")
        if isinstance(answer, BaseModel):
            answer.model_dump_json()
        elif is_dataclass(answer):
            orjson.dumps(answer)
        taken.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - started_cpu) * 1000)
    first, *rest = taken
    rest.sort()
    p95 = rest[max(int(len(rest) * 0.95) - 1, 0)]
    cpu = statistics.median(worked[1:])
    return Timing(read, runs, first, statistics.median(rest), p95, cpu, BARS_MS.get(read, 0))


def reads(ps: ProjectStore, now_us: int) -> dict[str, Call]:
    """The reads by name."""
    day, week = TimeRange(now_us - US_PER_DAY), TimeRange(now_us - 7 * US_PER_DAY)
    everything = TimeRange()

    def listed(where: TraceFilter, order: TraceOrder = "time.desc", pages: int = 1) -> Call:
        cursors: list[str | None] = [None]

        async def call() -> Any:
            while len(cursors) < pages:
                cursors.append((await list_traces(ps, where, order, cursors[-1])).next_cursor)
            return await list_traces(ps, where, order, cursors[-1])

        return call

    async def skeleton(trace_id: str) -> Any:
        found = await load_skeleton(ps, trace_id)
        return found and present.skeleton(found)

    prompts = [f"prompt{number}" for number in range(PROMPTS)]
    observation_id = f"{HUGE_ID[:12]}{777:06x}"
    return {
        "trace list, 24 h": listed(TraceFilter(time=day)),
        "trace list, all time": listed(TraceFilter()),
        "trace list, page 5": listed(TraceFilter(time=week), pages=5),
        "trace list by cost, 7 d": listed(TraceFilter(time=week), "cost.desc"),
        "filter environment and user, 30 d": listed(TraceFilter(environments=("prod",), users=("user1",))),
        "filter model, 7 d": listed(TraceFilter(time=week, models=("gpt-3",))),
        "filter errors, 7 d": listed(TraceFilter(time=week, errors=True)),
        "text, rare word, 30 d": listed(TraceFilter(text=RARE)),
        "text, common words, 7 d": listed(TraceFilter(time=week, text="build7 error9")),
        "text, substring, 24 h": listed(TraceFilter(time=day, text="üb")),
        "facets, 24 h": lambda: load_facets(ps, TraceFilter(time=day)),
        "facets, 30 d": lambda: load_facets(ps, TraceFilter(time=everything)),
        "histogram, 24 h": lambda: load_histogram(ps, TraceFilter(time=day)),
        "histogram, 30 d": lambda: load_histogram(ps, TraceFilter(time=everything)),
        "trace of 25,000": lambda: load_trace(ps, HUGE_ID),
        "skeleton of 25,000": lambda: skeleton(HUGE_ID),
        "skeleton of 5,000": lambda: skeleton(LARGE_ID),
        "observation": lambda: load_observation(ps, HUGE_ID, observation_id),
        "session list, 7 d": lambda: list_sessions(ps, TraceFilter(time=week)),
        "session list, all time": lambda: list_sessions(ps, TraceFilter()),
        "session": lambda: load_session(ps, "session-10"),
        "use of 50 prompts, 7 d": lambda: load_prompt_usage(ps, prompts[:50], week),
        "use of 50 prompts, all time": lambda: load_prompt_usage(ps, prompts[:50], everything),
        "use of 200 prompts, 7 d": lambda: load_prompt_usage(ps, prompts, week),
        "use of 200 prompts, all time": lambda: load_prompt_usage(ps, prompts, everything),
    }


async def run(store: Store, client: TestClient, now_us: int, runs: int, console: Console, only: str) -> list[Timing]:
    """All reads, each alone."""
    calls = {**reads(store.project(PROJECT), now_us), **public_reads(store, client, now_us)}
    found = {name: call for name, call in calls.items() if only in name}
    return [await measure(name, runs, call) for name, call in track(found.items(), "reading", console=console)]


def table(timings: list[Timing], title: str) -> Table:
    """The result to look at."""
    shown = Table(title=title)
    for column in ("read", "first ms", "p50 ms", "p95 ms", "cpu ms", "bar ms"):
        shown.add_column(column, justify="left" if column == "read" else "right")
    for timing in timings:
        style = "red" if timing.is_slow else None
        numbers = (f"{value:.0f}" for value in (timing.first_ms, timing.p50_ms, timing.p95_ms, timing.cpu_ms))
        shown.add_row(timing.read, *numbers, str(timing.bar_ms or ""), style=style)
    return shown


def main() -> int:
    """Run; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--observations", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--only", default="", help="part of the names of the reads to run")
    parser.add_argument("--data", type=Path, help="data folder; kept")
    parser.add_argument("--fresh", action="store_true", help="measure before the engine has merged its parts")
    parser.add_argument("--json", type=Path, help="file for the result")
    arguments = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="sidelight-read-") as temporary:
        settings = Settings(data_dir=arguments.data or Path(temporary))
        with public_client(settings) as (client, store):
            now_us = prepare(store, arguments.observations, console, is_settled=not arguments.fresh)
            rows = store.driver.query("SELECT count() AS rows FROM observations")[0]["rows"]
            timings = asyncio.run(run(store, client, now_us, arguments.runs, console, arguments.only))
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load average {load}"
    console.print(table(timings, f"{rows:,} observations, {machine}"))
    if arguments.json:
        result = {"observations": rows, "machine": machine, "timings": [asdict(timing) for timing in timings]}
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    return int(any(timing.is_slow for timing in timings))


if __name__ == "__main__":
    sys.exit(main())
