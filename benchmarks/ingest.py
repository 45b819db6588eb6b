"""OTLP over HTTP to visible: how many records a second, how soon answered, at what cost.

    python -m benchmarks.ingest                     every scenario
    python -m benchmarks.ingest spans --spans 200000
    python -m benchmarks.ingest --json result.json

Each scenario has a fresh server (a process of its own, an empty data folder). The clock of a rate runs from the first
byte sent until the public API counts everything that was sent; a run with a refused request or a lost record fails.
The load generator runs beside the server on the same cores, so its CPU time is reported too.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.bodies import Body, codex_bodies, span_bodies
from benchmarks.load import Sent, send
from benchmarks.server import Server

TRACES = "/api/public/otel/v1/traces"
LOGS = "/api/public/otel/v1/logs"
CAPTURE = Path(__file__).parents[1] / "tests" / "golden" / "captures" / "03_tools_logs_traces_pb"
SETTLE_S = 3.0


@dataclass(frozen=True, slots=True)
class Result:
    """What one scenario measured."""

    scenario: str
    records: int
    mib_sent: float
    records_per_s: float
    mib_per_s: float
    last_ack_s: float
    visible_s: float
    ack_p50_ms: float
    ack_p99_ms: float
    ack_max_ms: float
    server_cpu_s: float
    client_cpu_s: float
    ready_s: float
    idle_memory_mib: float
    peak_memory_mib: float
    disk_mib: float


class BenchmarkError(Exception):
    """The run is void: something was refused or lost."""


def measure(
    scenario: str,
    path: str,
    bodies: list[Body],
    resource: str,
    expected: int,
    options: argparse.Namespace,
    pace: float | None,
) -> Result:
    """One run against a server of its own."""
    with Server() as server:
        time.sleep(SETTLE_S)
        idle_mib = server.memory_mib()
        warm_up(server)
        before = server.visible(resource)
        cpu_before = server.cpu_seconds()
        sent = send(server.target, path, bodies, connections=options.connections, records_per_s=pace)
        check_answers(sent)
        visible_s = server.wait_until_visible(resource, before + expected) - sent.started_at
        cpu_s = server.cpu_seconds() - cpu_before
        time.sleep(SETTLE_S)
        if (seen := server.visible(resource) - before) != expected:
            raise BenchmarkError(f"{scenario}: {expected} {resource} were expected, {seen} are there")
        records = sum(body.records for body in bodies)
        mib = sum(len(body.content) for body in bodies) / 1024 / 1024
        return Result(
            scenario=scenario,
            records=records,
            mib_sent=mib,
            records_per_s=records / visible_s,
            mib_per_s=mib / visible_s,
            last_ack_s=sent.seconds,
            visible_s=visible_s,
            ack_p50_ms=sent.quantile_ms(0.5),
            ack_p99_ms=sent.quantile_ms(0.99),
            ack_max_ms=max(sent.latencies_ms),
            server_cpu_s=cpu_s,
            client_cpu_s=sent.cpu_seconds,
            ready_s=server.ready_s,
            idle_memory_mib=idle_mib,
            peak_memory_mib=server.peak_memory_mib(),
            disk_mib=server.disk_mib(),
        )


def warm_up(server: Server) -> None:
    """Let the server do everything once, so that a rate is not of its imports."""
    bodies = span_bodies(200, batch=100, text_bytes=200)
    check_answers(send(server.target, TRACES, bodies, connections=1))
    server.wait_until_visible("observations", 200)


def check_answers(sent: Sent) -> None:
    """Raise when a request was refused."""
    if sent.failures:
        raise BenchmarkError(f"{len(sent.failures)} requests failed; the first: {sent.failures[0]}")


def spans(options: argparse.Namespace) -> Result:
    """Spans as fast as they go."""
    bodies = span_bodies(options.spans, batch=options.batch, text_bytes=options.text_bytes)
    return measure("spans", TRACES, bodies, "observations", options.spans, options, None)


def spans_paced(options: argparse.Namespace) -> Result:
    """Spans at a steady pace: the acknowledgement under ordinary load."""
    count = options.pace * options.seconds
    bodies = span_bodies(count, batch=options.batch, text_bytes=options.text_bytes)
    return measure(f"spans at {options.pace}/s", TRACES, bodies, "observations", count, options, options.pace)


def codex(options: argparse.Namespace) -> Result:
    """Codex sessions (logs) as fast as they go; a session is a trace."""
    bodies = codex_bodies(options.sessions, CAPTURE)
    return measure("Codex logs", LOGS, bodies, "traces", options.sessions, options, None)


def latency(options: argparse.Namespace) -> float:
    """Milliseconds from sending one span to an idle server until the public API gives it (median of 20)."""
    bodies = span_bodies(20, batch=1, text_bytes=options.text_bytes)
    waits_ms = []
    with Server() as server:
        warm_up(server)
        seen = server.visible("observations")
        for number, body in enumerate(bodies, 1):
            time.sleep(0.2)
            sent = send(server.target, TRACES, [body], connections=1)
            while server.visible("observations") < seen + number:
                time.sleep(0.002)
            waits_ms.append((time.perf_counter() - sent.started_at) * 1000)
    return statistics.median(waits_ms)


SCENARIOS: dict[str, Callable[[argparse.Namespace], Result]] = {
    "spans": spans,
    "spans-paced": spans_paced,
    "codex": codex,
}


def show(results: list[Result], latency_ms: float | None, console: Console) -> None:
    """Print what was measured."""
    table = Table(title=f"Ingestion, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    table.add_column("")
    rows: dict[str, list[str]] = {}
    for result in results:
        table.add_column(result.scenario, justify="right")
        for label, value in (
            ("records", f"{result.records:,}"),
            ("sent", f"{result.mib_sent:,.0f} MiB"),
            ("records/s, first sent to all visible", f"{result.records_per_s:,.0f}"),
            ("MiB/s", f"{result.mib_per_s:,.1f}"),
            ("last acknowledgement after", f"{result.last_ack_s:.2f} s"),
            ("all visible after", f"{result.visible_s:.2f} s"),
            ("acknowledgement p50", f"{result.ack_p50_ms:.1f} ms"),
            ("acknowledgement p99", f"{result.ack_p99_ms:.1f} ms"),
            ("acknowledgement max", f"{result.ack_max_ms:.1f} ms"),
            ("server CPU", f"{result.server_cpu_s:.1f} s"),
            ("load generator CPU", f"{result.client_cpu_s:.1f} s"),
            ("ready after", f"{result.ready_s:.2f} s"),
            ("idle memory", f"{result.idle_memory_mib:,.0f} MiB"),
            ("peak memory", f"{result.peak_memory_mib:,.0f} MiB"),
            ("disk", f"{result.disk_mib:,.0f} MiB"),
        ):
            rows.setdefault(label, []).append(value)
    for label, values in rows.items():
        table.add_row(label, *values)
    if results:
        console.print(table)
    if latency_ms is not None:
        console.print(f"One span to an idle server, sent to visible: {latency_ms:.0f} ms (median of 20)")


def main() -> None:
    """Parse the command line, run, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "scenarios", nargs="*", metavar="SCENARIO", help=f"{', '.join(SCENARIOS)}, latency; default: all"
    )
    parser.add_argument("--spans", type=int, default=100_000, help="spans of the scenario 'spans'")
    parser.add_argument("--batch", type=int, default=100, help="spans a request")
    parser.add_argument("--text-bytes", type=int, default=1600, help="input and output of a span, about")
    parser.add_argument("--sessions", type=int, default=500, help="sessions of the scenario 'codex'")
    parser.add_argument("--pace", type=int, default=3000, help="spans a second of the scenario 'spans-paced'")
    parser.add_argument("--seconds", type=int, default=15, help="duration of the scenario 'spans-paced'")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    wanted = options.scenarios or [*SCENARIOS, "latency"]
    if unknown := set(wanted) - {*SCENARIOS, "latency"}:
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    console = Console()
    try:
        results = []
        for name in wanted:
            if name in SCENARIOS:
                console.print(f"running {name} …")
                results.append(SCENARIOS[name](options))
        latency_ms = latency(options) if "latency" in wanted else None
    except BenchmarkError as error:
        sys.exit(f"error: {error}")
    show(results, latency_ms, console)
    if options.json:
        figures = {"results": [asdict(result) for result in results], "latency_ms": latency_ms}
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
