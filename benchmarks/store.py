"""Rows a second into the embedded store, and searches in it, with the text indexes built by inserts or by merges.

Run: ``python benchmarks/store.py [--rows 100000] [--batch 5000]``. Each way runs in a process of its own.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from sidelight.model import Observation, ObservationType
from sidelight.store import chdb
from sidelight.store.encode import encode_rows
from sidelight.store.migrate import migrate
from sidelight.store.rows import observation_row

NS_PER_DAY = 86_400 * 10**9
START_NS = 1_763_856_000 * 10**9
SEARCH = """
SELECT id FROM observations FINAL WHERE project_id = {p:String}
AND (hasAllTokens(ifNull(input, ''), [{w:String}]) OR hasAllTokens(ifNull(output, ''), [{w:String}])) LIMIT 50
"""


def observations(count: int) -> list[Observation]:
    """Observations with about 2 KB of text over one day; one in ten thousand holds the word ``zebra``."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 9))) for _ in range(20_000)]
    texts = [" ".join(chance.choices(words, k=150)) for _ in range(2_000)]
    base = Observation(id="", trace_id="", type=ObservationType.GENERATION, name="call", start_ns=0, model="gpt-5")
    made = []
    for number in range(count):
        mark = " Zebra" if number % 10_000 == 5_000 else ""
        made.append(
            replace(
                base,
                id=f"{number:016x}",
                trace_id=f"{number // 10:032x}",
                start_ns=START_NS + number * NS_PER_DAY // count,
                end_ns=START_NS + number * NS_PER_DAY // count + 10**9,
                input=texts[number % 1_999] + mark,
                output=texts[number % 1_993],
                usage={"input": number, "output": 5, "total": number + 5},
                cost={"input": 0.1, "output": 0.2},
                cost_usd=0.3,
                metadata={"service": "bench", "host": "a", "run": str(number % 100)},
                user_id=f"user{number % 500}",
            )
        )
    return made


def search_ms(driver: chdb.ChdbDriver, word: str) -> tuple[int, float]:
    """Rows found, and the median time of five searches."""
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        found = len(driver.query(SEARCH, {"p": "p", "w": word}))
        times.append((time.perf_counter() - begin) * 1000)
    return found, round(statistics.median(times), 1)


def measure(rows: int, batch: int) -> dict[str, object]:
    """Insert, search, merge, search again."""
    given = observations(rows)
    common = given[0].output.split()[0] if given[0].output else ""
    with tempfile.TemporaryDirectory() as folder:
        driver = chdb.ChdbDriver(Path(folder))
        migrate(driver)
        build_s = encode_s = 0.0
        insert_s: list[float] = []
        cpu_begin = time.process_time()
        for start in range(0, rows, batch):
            begin = time.perf_counter()
            made = [observation_row("p", each, START_NS) for each in given[start : start + batch]]
            built = time.perf_counter()
            payload = encode_rows(made)
            encoded = time.perf_counter()
            driver.insert_json("observations", payload)
            insert_s.append(time.perf_counter() - encoded)
            build_s, encode_s = build_s + built - begin, encode_s + encoded - built
        # All threads of the process, background merges so far included: comparable on a busy machine.
        cpu_s = time.process_time() - cpu_begin
        results: dict[str, object] = {
            "cpu_us_per_row": round(cpu_s / rows * 1e6),
            "rows_per_s": round(rows / (build_s + encode_s + sum(insert_s))),
            "build_rows_per_s": round(rows / build_s),
            "encode_rows_per_s": round(rows / encode_s),
            "insert_p50_ms": round(statistics.median(insert_s) * 1000),
            "insert_max_ms": round(max(insert_s) * 1000),
            "rare_word_at_once": search_ms(driver, "zebra"),
            "common_word_at_once": search_ms(driver, common),
        }
        begin, cpu_begin = time.perf_counter(), time.process_time()
        driver.command("OPTIMIZE TABLE observations FINAL")
        results["merge_s"] = round(time.perf_counter() - begin, 1)
        results["merge_cpu_us_per_row"] = round((time.process_time() - cpu_begin) / rows * 1e6)
        results["rare_word_merged"] = search_ms(driver, "zebra")
        results["common_word_merged"] = search_ms(driver, common)
        driver.close()
    return results


def main() -> None:
    """Run both ways, each in its own process, or one of them in this one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=5_000)
    parser.add_argument("--only", choices=["inserts", "merges"])
    args = parser.parse_args()
    if args.only:
        if args.only == "inserts":
            chdb._INSERT = chdb._INSERT.replace("ix_input,ix_output", "")
        print(json.dumps(measure(args.rows, args.batch)))
        return
    for way in ("inserts", "merges"):
        command = [sys.executable, __file__, "--only", way, "--rows", str(args.rows), "--batch", str(args.batch)]
        print(way, subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


if __name__ == "__main__":
    main()
