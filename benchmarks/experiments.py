"""How much work the pages of experiments are: the list, its orders, and comparisons.

    python -m benchmarks.experiments                  in a temporary folder
    python -m benchmarks.experiments --data DIR       keeps the folder DIR, and uses it again

Each read is timed as the web app's request is, without HTTP. On a busy machine the clock says little: *cpu* is the
processor's time over all threads, and *ratio* how many times that of a list of traces it is, in the same run.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.event_seed import PROJECT, fill, settle
from benchmarks.experiment_seed import LARGE, SMALL, SMALL_ITEMS, fill_experiments, fill_links, run_id
from benchmarks.public_reads import public_client
from sidelight.api.app import present_experiments as present
from sidelight.api.app.experiments import ExperimentListParameters, get_comparison, get_experiments
from sidelight.api.experiments.compared import ComparedReader, TextPlace
from sidelight.api.experiments.listing import ExperimentReader
from sidelight.query.experiments.heads import HeadFilter
from sidelight.query.filters import TraceFilter
from sidelight.query.trace_list import list_traces
from sidelight.settings import Settings

Call = Callable[[], Awaitable[Any]]
UNIT = "list of traces"
# Milliseconds of processor time.
BARS_MS = {"a page of 50": 300}


def reads(reader: ExperimentReader) -> dict[str, Call]:
    """The reads by name."""
    compared = ComparedReader(reader)
    small = [run_id(SMALL - number) for number in range(1, 4)]
    large = [run_id(SMALL + 1 + number) for number in range(LARGE)]

    def listed(order: str = "last.desc", **more: Any) -> Call:
        return lambda: get_experiments(reader, ExperimentListParameters(order=order, limit=50, **more))

    async def searched(ids: list[str]) -> Any:
        return await compared.keys_with(await compared.find(ids), "answer 77")

    async def previews(ids: list[str]) -> Any:
        cells = (await compared.rows(await compared.find(ids)))[:60]
        places = [
            TextPlace(one.cell.experiment_id, one.cell.item_id, one.cell.trace_id, one.cell.root_id)
            for row in cells
            for one in row.cells.values()
        ]
        return [present.cell_texts(one, ()) for one in await compared.texts(places, whole=False)]

    return {
        UNIT: lambda: list_traces(reader.events, TraceFilter()),
        "names of all": lambda: reader.heads(HeadFilter()),
        "a page of 50": listed(),
        "a page of 50, 3 of them of 10,000": listed("start.asc"),
        "a page by metadata": listed(metadata=["model:gpt-2"]),
        "sorted by cost": listed("cost.desc"),
        "sorted by a score": listed("score:quality.desc"),
        "3 of 200 side by side": lambda: get_comparison(reader, small),
        "1 of 10,000": lambda: get_comparison(reader, large[:1]),
        "3 of 10,000 side by side": lambda: get_comparison(reader, large),
        "search in 3 of 10,000": lambda: searched(large),
        "60 rows of texts of 3 of 200": lambda: previews(small),
    }


async def measure(call: Call, runs: int) -> tuple[float, float, int]:
    """Medians of the clock and of the processor's time in milliseconds, and the bytes of the answer."""
    taken, worked, size = [], [], 0
    for _ in range(runs + 1):
        started, started_cpu = time.perf_counter(), time.process_time()
        answer = await call()
        size = len(answer.model_dump_json()) if isinstance(answer, BaseModel) else 0
        taken.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - started_cpu) * 1000)
    return statistics.median(taken[1:]), statistics.median(worked[1:]), size


async def run(reader: ExperimentReader, runs: int, only: str, console: Console) -> tuple[Table, bool]:
    """All reads, each alone; whether one misses its bar."""
    found = {name: call for name, call in reads(reader).items() if only in name or name == UNIT}
    figures = {name: await measure(call, runs) for name, call in track(found.items(), "reading", console=console)}
    shown = Table()
    for column in ("read", "ms", "cpu ms", "ratio", "kB", "bar"):
        shown.add_column(column, justify="left" if column == "read" else "right")
    is_slow = False
    for name, (taken, worked, size) in figures.items():
        bar = BARS_MS.get(name, 0)
        is_slow |= bool(bar) and worked > bar
        ratio = worked / figures[UNIT][1]
        shown.add_row(
            name, f"{taken:.0f}", f"{worked:.0f}", f"{ratio:.1f}", f"{size / 1000:.0f}" if size else "", str(bar or "")
        )
    return shown, is_slow


def main() -> int:
    """Run; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="part of the names of the reads to run")
    parser.add_argument("--data", type=Path, help="data folder; kept")
    arguments = parser.parse_args()
    console = Console()
    with (
        tempfile.TemporaryDirectory(prefix="sidelight-experiments-") as temporary,
        public_client(Settings(data_dir=arguments.data or Path(temporary))) as (client, store),
    ):
        database = client.app.state.services.database  # type: ignore[attr-defined]
        assert client.portal is not None
        reader = ExperimentReader(store.project(PROJECT), database)
        if not store.driver.query("SELECT count() AS rows FROM observations")[0]["rows"]:
            now_us = time.time_ns() // 1000
            with console.status("making experiments"):
                fill(store, 200_000, now_us)
                fill_experiments(store, now_us)
                client.portal.call(fill_links, database, now_us)
                settle(store)
        shown, is_slow = client.portal.call(run, reader, arguments.runs, arguments.only, console)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    console.print(f"{SMALL} experiments of {SMALL_ITEMS} items, {LARGE} of 10,000, among 200,000 other observations")
    console.print(f"{os.cpu_count()} cores, {platform.machine()}, load average {load}")
    console.print(shown)
    return int(is_slow)


if __name__ == "__main__":
    sys.exit(main())
