"""How fast score analytics are on a store of many scores.

    python -m benchmarks.scores                        1,000,000 scores in a temporary folder
    python -m benchmarks.scores --scores 2000000

Each trace has five scores of the last 30 days: a number, a category and a flag of people's kind, and what an evaluator
says of the first two. A further number is on a step of it. The peak of memory is that of the process.
"""

import argparse
import asyncio
import os
import platform
import resource
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from benchmarks.event_seed import PROJECT
from benchmarks.public_reads import Call, public_client
from benchmarks.read import Timing, measure, table
from sidelight.query.score_analytics.agreement import load_agreement
from sidelight.query.score_analytics.cell import load_subjects
from sidelight.query.score_analytics.choice import AnalyticsFilter, ScoreChoice
from sidelight.query.score_analytics.choices import load_known_scores
from sidelight.query.score_analytics.single import load_single
from sidelight.query.sql import TimeRange
from sidelight.settings import Settings
from sidelight.store.store import ProjectStore, Store

US_PER_DAY = 86_400_000_000
A_TRACE = 6
ROWS_AN_INSERT = 600_000

# `luck` is what a trace is worth; judges see it with an error of their own.
_FILL = f"""
INSERT INTO scores (project_id, id, timestamp, name, data_type, source, value, string_value, trace_id, observation_id,
    environment, created_at, event_ts)
SELECT '{PROJECT}', hex(sipHash64(number)), at, name, type, source, value, said, lower(hex(sipHash128(trace))),
    if(kind = 5, lower(hex(sipHash64(trace, 'step'))), ''), 'prod', at, at
FROM (
    SELECT number, intDiv(number, {A_TRACE}) AS trace, number % {A_TRACE} AS kind,
        (sipHash64(trace, 'luck') % 10000) / 10000 AS luck, (sipHash64(number, 'error') % 10000) / 10000 - 0.5 AS error,
        fromUnixTimestamp64Micro({{first_us:Int64}} + intDiv({{span_us:Int64}} * trace, {{traces:Int64}})) AS at,
        ['stars', 'judge stars', 'verdict', 'judge verdict', 'flag', 'step stars'][kind + 1] AS name,
        ['NUMERIC', 'NUMERIC', 'CATEGORICAL', 'CATEGORICAL', 'BOOLEAN', 'NUMERIC'][kind + 1] AS type,
        if(kind % 2 = 1, 'EVAL', 'API') AS source,
        greatest(0., least(0.9999, luck + error / 2)) AS seen,
        multiIf(kind IN (2, 3), NULL, kind = 4, toFloat64(seen > 0.4), kind = 0, 1 + floor(seen * 5),
            1 + seen * 4) AS value,
        multiIf(kind IN (2, 3), ['bad', 'poor', 'fair', 'good', 'best'][1 + toUInt8(seen * 5)],
            kind = 4, if(seen > 0.4, 'True', 'False'), NULL) AS said
    FROM numbers({{from_row:UInt64}}, {{row_count:UInt64}})
)
"""


def fill(store: Store, scores: int) -> None:
    """Put the scores in, and merge them as the engine does by itself within hours."""
    span_us = 30 * US_PER_DAY
    for from_row in range(0, scores, ROWS_AN_INSERT):
        store.driver.command(
            _FILL,
            {
                "first_us": time.time_ns() // 1000 - span_us,
                "span_us": span_us,
                "traces": -(-scores // A_TRACE),
                "from_row": from_row,
                "row_count": min(ROWS_AN_INSERT, scores - from_row),
            },
        )
    store.driver.command("OPTIMIZE TABLE scores FINAL")


def reads(ps: ProjectStore, now_us: int) -> dict[str, Call]:
    """The analyses by name."""
    everything, week = AnalyticsFilter(), AnalyticsFilter(time=TimeRange(now_us - 7 * US_PER_DAY))
    stars, judge = ScoreChoice("stars", "API", "NUMERIC"), ScoreChoice("judge stars", "EVAL", "NUMERIC")
    step = ScoreChoice("step stars", "EVAL", "NUMERIC")
    verdict = ScoreChoice("verdict", "API", "CATEGORICAL")
    judged = ScoreChoice("judge verdict", "EVAL", "CATEGORICAL")
    return {
        "scores to choose from": lambda: load_known_scores(ps, everything),
        "one number": lambda: load_single(ps, stars, everything),
        "one category": lambda: load_single(ps, verdict, everything),
        "one number, 7 d": lambda: load_single(ps, stars, week),
        "agreement of numbers": lambda: load_agreement(ps, stars, judge, everything),
        "agreement of categories": lambda: load_agreement(ps, verdict, judged, everything),
        "agreement within traces": lambda: load_agreement(ps, stars, step, everything, "trace"),
        "agreement of numbers, 7 d": lambda: load_agreement(ps, stars, judge, week),
        "subjects of a cell": lambda: load_subjects(ps, verdict, judged, everything, ("good", "poor")),
    }


async def run(store: Store, runs: int) -> list[Timing]:
    """All analyses, each alone."""
    calls = reads(store.project(PROJECT), time.time_ns() // 1000)
    return [await measure(name, runs, call) for name, call in calls.items()]


def main() -> int:
    """Fill, measure, show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scores", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    console = Console()
    with (
        tempfile.TemporaryDirectory(prefix="sidelight-scores-") as temporary,
        public_client(Settings(data_dir=Path(temporary))) as (_, store),
    ):
        with console.status(f"making {arguments.scores:,} scores"):
            fill(store, arguments.scores)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        timings = asyncio.run(run(store, arguments.runs))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    machine = f"{os.cpu_count()} cores, {platform.machine()}, load average {load}"
    console.print(table(timings, f"{arguments.scores:,} scores, {machine}"))
    console.print(f"peak memory {before} MiB after filling, {after} MiB after reading")
    return 0


if __name__ == "__main__":
    sys.exit(main())
