"""Fuzzes everything between the bytes of a request and the rows of the store.

    python -m tests.fuzz.fuzz_decoders --minutes 10
    python -m tests.fuzz.fuzz_decoders --minutes 10 --engine atheris     (coverage-guided; pip install atheris)

The only exception that a body may cause is ``OtlpError``. What breaks something is written to ``--out``, one file each.
"""

import argparse
import asyncio
import contextlib
import hashlib
import random
import sys
import tempfile
import time
import traceback
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

from sidelight.ingest.batch import Batch
from sidelight.ingest.body import DEFLATE, GZIP, read_body
from sidelight.ingest.byte_budget import ByteBudget
from sidelight.ingest.interpret import InterpretOptions, interpret
from sidelight.ingest.refused import RefusedError
from sidelight.otlp.decode import (
    Format,
    OtlpError,
    Signal,
    check,
    decode_logs,
    decode_metrics,
    decode_spans,
    identify,
    signals_of,
)
from sidelight.store.journal import JournalEntry
from tests.fuzz.mutate import mutate
from tests.fuzz.seeds import small_bodies
from tests.otlp.captures import all_captures

SLOWEST_S = 3.0
INSTRUMENTED = ("sidelight.otlp", "sidelight.mapping", "sidelight.agents", "sidelight.ingest")
MAX_INFLATED = 4 * 1024 * 1024
_DECODERS: dict[Signal, Any] = {Signal.LOGS: decode_logs, Signal.TRACES: decode_spans, Signal.METRICS: decode_metrics}
_OPTIONS = (InterpretOptions(), InterpretOptions(keep_internal_spans=True))


def try_body(body: bytes, fmt: Format) -> None:
    """Put a body through everything; raises when a promise is broken."""
    possible = _unless_refused(lambda: signals_of(body, fmt))
    if possible is not None:
        assert possible
        assert identify(body, fmt) in possible
    for signal in Signal:
        _try_signal(body, fmt, signal)


def _unless_refused(call: Callable[[], Any]) -> Any:
    """The result, None when the body is refused as it should be: with a reason."""
    try:
        return call()
    except OtlpError as error:
        if not error.reason:
            raise AssertionError("refused without a reason") from error
        return None


def _try_signal(body: bytes, fmt: Format, signal: Signal) -> None:
    decoded = _unless_refused(lambda: _DECODERS[signal](body, fmt))
    checked = _unless_refused(lambda: check(body, signal, fmt))
    assert (decoded is None) == (checked is None), "check accepts what decoding refuses, or the other way round"
    if decoded is None:
        return
    # As text: a resource in a problem may hold NaN, which is not equal to itself.
    assert repr(checked.problems) == repr(decoded.problems), "check and decode find different problems"
    assert checked.count == len(decoded.records) + checked.rejected, "records are lost or made up"
    assert all(problem.reason and len(problem.sample) <= 500 for problem in decoded.problems)
    for options in _OPTIONS:
        entry = JournalEntry("project", signal.value, fmt.value, 1_795_436_295 * 10**9, body, {"request_id": "r"}, 1)
        meaning = interpret(entry, options)
        assert meaning.records == len(decoded.records) + checked.rejected
        Batch.of(entry, meaning)


def try_compressed(data: bytes, encoding: str) -> None:
    """Decompress anything; only a refusal may come out, and never more than the limit."""

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(data), 1000):
            yield data[start : start + 1000]

    async def read() -> None:
        async with ByteBudget(MAX_INFLATED).share(1000) as share:
            body, received = await read_body(chunks(), encoding, MAX_INFLATED, share)
            assert len(body) <= MAX_INFLATED + 1024
            assert received <= len(data)

    with contextlib.suppress(RefusedError):
        asyncio.run(read())


class Mutator:
    """Damages real requests, and damaged ones again."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._captures = [(capture.body, capture.format) for capture in all_captures()]
        # Changes to small bodies hit more of what decides how a body is read, and are quick to try.
        self._small = small_bodies()
        self._bodies = [body for body, _ in self._captures]

    def next(self) -> tuple[bytes, Format]:
        """A body to try."""
        rng = self._rng
        body, fmt = rng.choice(self._captures if rng.random() < 0.03 else self._small)
        for _ in range(rng.choice((1, 1, 1, 2, 4))):
            body = mutate(body, self._bodies, rng)
        if rng.random() < 0.02:
            fmt = Format.JSON if fmt is Format.PROTOBUF else Format.PROTOBUF
        return body, fmt

    def next_compressed(self) -> tuple[bytes, str]:
        """Compressed bytes to try."""
        encoding, wbits = self._rng.choice(((GZIP, 31), (DEFLATE, 15), (DEFLATE, -15)))
        compressor = zlib.compressobj(wbits=wbits)
        plain = self._rng.choice((self._rng.choice(self._bodies)[:20_000], bytes(6 * 1024 * 1024)))
        data = compressor.compress(plain) + compressor.flush()
        return mutate(data, [data], self._rng) if self._rng.random() < 0.9 else data, encoding


def run_mutations(seconds: float, seed: int, out: Path) -> tuple[int, int]:
    """Try mutated bodies for a while; gives how many were tried and how many broke something."""
    mutator = Mutator(seed)
    tried = 0
    seen: set[str] = set()
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        tried += 1
        body, fmt = mutator.next()
        started_s = time.process_time()
        try:
            try_body(body, fmt)
            took_s = time.process_time() - started_s
            assert took_s < SLOWEST_S, f"took {took_s:.1f} s"
            if tried % 20 == 0:
                body, encoding = mutator.next_compressed()
                try_compressed(body, encoding)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            place = f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}"
            if place not in seen:
                seen.add(place)
                out.mkdir(parents=True, exist_ok=True)
                file = out / f"{hashlib.sha256(body).hexdigest()[:16]}.{fmt}"
                file.write_bytes(body)
                print(f"FOUND {place}: {error}\n  {file}", file=sys.stderr)
                traceback.print_exception(error)
    return tried, len(seen)


def run_atheris(seconds: float, corpus: Path) -> None:
    """Coverage-guided fuzzing; ends the process."""
    import atheris

    for number, (body, fmt) in enumerate(small_bodies()):
        (corpus / str(number)).write_bytes((b"j" if fmt is Format.JSON else b"p") + body)

    def one_input(data: bytes) -> None:
        try_body(data[1:], Format.JSON if data[:1] == b"j" else Format.PROTOBUF)

    for function in _functions_of(INSTRUMENTED):
        atheris.instrument_func(function)
    flags = [f"-max_total_time={int(seconds)}", "-max_len=8192", "-rss_limit_mb=4096", "-timeout=10"]
    atheris.Setup([sys.argv[0], str(corpus), *flags], one_input)
    atheris.Fuzz()


def _functions_of(packages: tuple[str, ...]) -> Iterator[FunctionType]:
    """The functions and methods of all loaded modules of some packages."""
    for name, module in list(sys.modules.items()):
        if not name.startswith(packages):
            continue
        for value in list(vars(module).values()):
            owned = vars(value).values() if isinstance(value, type) and value.__module__ == name else (value,)
            for function in owned:
                if isinstance(function, FunctionType) and function.__module__ == name:
                    yield function


def main() -> int:
    """Run for the time asked; the exit code is 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=None, help="random by default; printed")
    parser.add_argument("--engine", choices=("mutate", "atheris"), default="mutate")
    parser.add_argument("--out", type=Path, default=Path("fuzz-findings"))
    arguments = parser.parse_args()
    if arguments.engine == "atheris":
        with tempfile.TemporaryDirectory() as corpus:
            run_atheris(arguments.minutes * 60, Path(corpus))
        return 0
    seed = arguments.seed if arguments.seed is not None else random.randrange(2**32)
    print(f"seed {seed}")
    tried, found = run_mutations(arguments.minutes * 60, seed, arguments.out)
    print(f"{tried} bodies tried, {found} ways found to break something")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
