"""How fast the web app's reads are on a store of many observations.

    python -m benchmarks.read                             200,000 observations in a temporary folder
    python -m benchmarks.read --observations 1000000
    python -m benchmarks.read --data DIR --json out.json  keeps the store in DIR, and uses it again when it has enough

Seeds straight into the store (30 days, ten observations a trace, 2 KB of text each, one trace of 25,000) and times each
read model together with making its JSON, without HTTP: what the server does for one request.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from pydantic import BaseModel
from rich.console import Console
from rich.progress import track
from rich.table import Table

from sidelight.api.app import models, present
from sidelight.model import Level, Observation, ObservationType, Trace
from sidelight.query.facets import load_facets
from sidelight.query.filters import TraceFilter
from sidelight.query.histogram import load_histogram
from sidelight.query.observation import load_observation
from sidelight.query.session_detail import load_session
from sidelight.query.session_list import list_sessions
from sidelight.query.skeleton import load_skeleton
from sidelight.query.sql import TimeRange
from sidelight.query.trace_detail import load_trace
from sidelight.query.trace_list import TraceOrder, list_traces
from sidelight.settings import Settings
from sidelight.store.driver import Row
from sidelight.store.rows import observation_row, trace_row
from sidelight.store.store import ProjectStore, Store, open_store

PROJECT = "bench"
NS_PER_S = 1_000_000_000
NS_PER_DAY = 86_400 * NS_PER_S
US_PER_DAY = 86_400_000_000
DAYS = 30
PER_TRACE = 10
LARGE = 25_000
LARGE_ID = "f" * 32
BATCH_ROWS = 10_000
RARE = "xylophone"

# DESIGN section 10.
BARS_MS = {"trace list, 24 h": 150, "trace list, all time": 150, "trace list, page 5": 150, "skeleton of 25,000": 500}

_WORDS = [f"{stem}{number}" for stem in ("build", "test", "error", "file", "value", "token") for number in range(60)]


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


def traces(count: int, now_ns: int, dice: random.Random) -> Iterator[tuple[Trace, list[Observation]]]:
    """Sessions of a coding agent, oldest first: users, models and environments as unevenly spread as in life."""
    texts = [" ".join(dice.choices(_WORDS, k=150)) for _ in range(500)]
    for number in range(count):
        start_ns = now_ns - DAYS * NS_PER_DAY + DAYS * NS_PER_DAY * number // count
        trace_id = f"{dice.getrandbits(128):032x}"
        # A few users do most of the work.
        user = f"user{int(dice.paretovariate(0.6)) % 500}"
        yield _trace(trace_id, start_ns, user, f"session-{number // 3}", PER_TRACE, texts, dice)
    yield _trace(LARGE_ID, now_ns - NS_PER_DAY // 2, "user1", "session-large", LARGE, texts, dice)


def _trace(
    trace_id: str, start_ns: int, user: str, session: str, size: int, texts: list[str], dice: random.Random
) -> tuple[Trace, list[Observation]]:
    environment = dice.choices(["prod", "dev", "staging"], [8, 3, 1])[0]
    model = f"gpt-{int(dice.paretovariate(0.8)) % 20}"
    name = dice.choice(texts)[:40]
    shared = {
        "trace_id": trace_id,
        "user_id": user,
        "session_id": session,
        "environment": environment,
        "source": "codex",
    }
    trace = Trace(
        id=trace_id,
        timestamp_ns=start_ns,
        name=name,
        kind="session" if dice.random() > 0.1 else "title",
        user_id=user,
        session_id=session,
        environment=environment,
        source="codex",
        input=dice.choice(texts),
        output=dice.choice(texts),
    )
    steps = []
    for step in range(size):
        is_call = step % 2 == 1
        is_turn = step % 10 == 0
        at_ns = start_ns + step * NS_PER_S
        text = dice.choice(texts)
        steps.append(
            Observation(
                id=f"{trace_id[:12]}{step:05x}",
                type=ObservationType.GENERATION
                if is_call
                else ObservationType.AGENT
                if is_turn
                else ObservationType.TOOL,
                kind="turn" if is_turn else "",
                parent_id="" if step == 0 else f"{trace_id[:12]}{step // 10 * 10 if not is_turn else 0:05x}",
                name="model call" if is_call else "exec_command",
                start_ns=at_ns,
                end_ns=at_ns + dice.randrange(NS_PER_S),
                level=Level.ERROR if dice.random() < 0.01 else Level.DEFAULT,
                model=model if is_call else "",
                usage={"input": 900, "input_cached_tokens": 400, "output": 80, "total": 1380} if is_call else {},
                cost={"input": 0.002, "output": 0.001} if is_call else {},
                cost_usd=0.003 if is_call else None,
                input=f"{text} {RARE}" if dice.random() < 0.0002 else text,
                output=dice.choice(texts),
                metadata={"call_id": f"call{step}", "attempt": "1"},
                **shared,
            )
        )
    return trace, steps


def fill(store: Store, observations: int, console: Console) -> None:
    """Seed unless the store already has enough."""
    have = store.driver.query("SELECT count() AS rows FROM observations")[0]["rows"]
    if have >= observations:
        return
    now_ns = time.time_ns()
    pending: dict[str, list[Row]] = {"observations": [], "traces": []}
    count = max(observations - LARGE, PER_TRACE) // PER_TRACE
    source = traces(count, now_ns, random.Random(7))
    for trace, steps in track(source, f"seeding {observations:,}", total=count + 1, console=console):
        pending["traces"].append(trace_row(PROJECT, trace, now_ns))
        pending["observations"] += [observation_row(PROJECT, step, now_ns) for step in steps]
        if len(pending["observations"]) >= BATCH_ROWS:
            _insert(store, pending)
    _insert(store, pending)


def settle(store: Store) -> None:
    """Bring the store where it gets by itself within hours: one part a day, text index built (see 0001_events.sql)."""
    for name in ("observations", "traces", "trace_bounds"):
        store.driver.command(f"OPTIMIZE TABLE {name} FINAL")


def _insert(store: Store, pending: dict[str, list[Row]]) -> None:
    for table, rows in pending.items():
        left = iter(rows)
        while batch := list(islice(left, BATCH_ROWS)):
            store.driver.insert(table, batch)
        rows.clear()


async def measure(read: str, runs: int, call: Callable[[], Awaitable[BaseModel | None]]) -> Timing:
    """Time a read. A read that finds nothing is no measurement."""
    taken: list[float] = []
    worked: list[float] = []
    for _ in range(runs + 1):
        started, started_cpu = time.perf_counter(), time.process_time()
        answer = await call()
        if answer is None:
            raise SystemExit(f"{read}: found nothing")
        answer.model_dump_json()
        taken.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - started_cpu) * 1000)
    first, *rest = taken
    rest.sort()
    p95 = rest[max(int(len(rest) * 0.95) - 1, 0)]
    cpu = statistics.median(worked[1:])
    return Timing(read, runs, first, statistics.median(rest), p95, cpu, BARS_MS.get(read, 0))


def reads(ps: ProjectStore, now_us: int) -> dict[str, Callable[[], Awaitable[BaseModel | None]]]:
    """The reads by name."""
    day, week = TimeRange(now_us - US_PER_DAY), TimeRange(now_us - 7 * US_PER_DAY)
    everything = TimeRange()

    def listed(
        where: TraceFilter, order: TraceOrder = "time.desc", pages: int = 1
    ) -> Callable[[], Awaitable[BaseModel]]:
        cursors: list[str | None] = [None]

        async def call() -> BaseModel:
            while len(cursors) < pages:
                cursors.append((await list_traces(ps, where, order, cursors[-1])).next_cursor)
            page = await list_traces(ps, where, order, cursors[-1])
            return models.TracePage(
                items=[present.trace_row(trace) for trace in page.items], next_cursor=page.next_cursor, total=page.total
            )

        return call

    async def facets(where: TraceFilter) -> BaseModel:
        return present.facets(await load_facets(ps, where))

    async def histogram(where: TraceFilter) -> BaseModel:
        return present.histogram(await load_histogram(ps, where))

    async def skeleton() -> BaseModel | None:
        found = await load_skeleton(ps, LARGE_ID)
        return found and present.skeleton(found)

    async def trace(trace_id: str) -> BaseModel | None:
        found = await load_trace(ps, trace_id)
        return found and present.trace_detail(found)

    async def observation() -> BaseModel | None:
        found = await load_observation(ps, LARGE_ID, f"{LARGE_ID[:12]}{777:05x}")
        return found and present.observation(found)

    async def sessions(time_range: TimeRange) -> BaseModel:
        page = await list_sessions(ps, TraceFilter(time=time_range))
        items = [present.session_row(session) for session in page.items]
        return models.SessionPage(items=items, next_cursor=page.next_cursor, total=page.total)

    async def session() -> BaseModel | None:
        found = await load_session(ps, "session-10")
        return found and present.session_detail(found)

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
        "facets, 24 h": lambda: facets(TraceFilter(time=day)),
        "facets, 30 d": lambda: facets(TraceFilter(time=everything)),
        "histogram, 24 h": lambda: histogram(TraceFilter(time=day)),
        "histogram, 30 d": lambda: histogram(TraceFilter(time=everything)),
        "trace of 25,000": lambda: trace(LARGE_ID),
        "skeleton of 25,000": skeleton,
        "observation": observation,
        "session list, 7 d": lambda: sessions(week),
        "session": session,
    }


async def run(store: Store, runs: int, console: Console, only: str) -> list[Timing]:
    """All reads, each alone."""
    ps = store.project(PROJECT)
    found = {name: call for name, call in reads(ps, time.time_ns() // 1000).items() if only in name}
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
    parser.add_argument("--data", type=Path, help="folder of the store; kept")
    parser.add_argument("--fresh", action="store_true", help="measure before the engine has merged its parts")
    parser.add_argument("--json", type=Path, help="file for the result")
    arguments = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="sidelight-read-") as temporary:
        store = open_store(Settings(data_dir=arguments.data or Path(temporary)))
        try:
            fill(store, arguments.observations, console)
            if not arguments.fresh:
                settle(store)
            rows = store.driver.query("SELECT count() AS rows FROM observations")[0]["rows"]
            timings = asyncio.run(run(store, arguments.runs, console, arguments.only))
        finally:
            store.close()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    console.print(table(timings, f"{rows:,} observations, {machine}"))
    if arguments.json:
        result = {"observations": rows, "machine": machine, "timings": [asdict(timing) for timing in timings]}
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    return int(any(timing.is_slow for timing in timings))


if __name__ == "__main__":
    sys.exit(main())
