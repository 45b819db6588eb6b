"""Appends a second and their latency: 16 clients, bodies of 200 KB, a reader that removes what it read.

Run: ``python benchmarks/journal.py [--dir DIR] [--seconds 10] [--clients 16] [--kilobytes 200]``. The folder decides
the result: a RAM disk says nothing about the cost of a flush.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import threading
import time
from pathlib import Path

from sidelight.store.journal import Journal, JournalEntry


def drain(journal: Journal, stop: threading.Event) -> None:
    """What the pipeline does: read, (process), remove."""
    last = 0
    while not stop.is_set():
        entries = journal.read(last)
        if entries:
            last = entries[-1].id
            journal.remove([entry.id for entry in entries])
        else:
            journal.wait(0.2)


async def client(journal: Journal, body: bytes, until: float, latencies_ms: list[float]) -> None:
    """Append one after the other, as a client that waits for its answer."""
    while (begin := time.perf_counter()) < until:
        await journal.append(JournalEntry("p", "traces", "protobuf", time.time_ns(), body))
        latencies_ms.append((time.perf_counter() - begin) * 1000)


async def load(journal: Journal, body: bytes, seconds: float, clients: int) -> list[float]:
    """Latency of every append of all clients."""
    latencies_ms: list[float] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(client(journal, body, until, latencies_ms) for _ in range(clients)))
    return latencies_ms


def main() -> None:
    """Measure and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--dir", type=Path, default=None)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--kilobytes", type=int, default=200)
    parser.add_argument("--no-sync", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.dir) as folder:
        path = Path(folder) / "journal.db"
        journal = Journal(path, is_synced=not args.no_sync)
        stop = threading.Event()
        reader = threading.Thread(target=drain, args=(journal, stop))
        reader.start()
        cpu = time.process_time()
        latencies_ms = asyncio.run(load(journal, os.urandom(args.kilobytes * 1024), args.seconds, args.clients))
        cpu = time.process_time() - cpu
        disk_mb = sum(file.stat().st_size for file in path.parent.iterdir()) / 1e6
        stop.set()
        reader.join()
        journal.close()
    quantiles = statistics.quantiles(latencies_ms, n=1000)
    result = {
        "appends_per_s": round(len(latencies_ms) / args.seconds),
        "mb_per_s": round(len(latencies_ms) / args.seconds * args.kilobytes / 1024, 1),
        "p50_ms": round(quantiles[499], 1),
        "p95_ms": round(quantiles[949], 1),
        "p99_ms": round(quantiles[989], 1),
        "max_ms": round(max(latencies_ms), 1),
        "cpu_s": round(cpu, 1),
        "disk_mb": round(disk_mb, 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
