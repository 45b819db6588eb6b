"""Sessions of Codex on a server: connect Codex, find the trace, count what is in it."""

import re
import time
from collections.abc import Callable
from typing import Any

from tests.e2e.codex import Codex
from tests.e2e.servers import Server, run_sidelight

_VISIBLE_S = 20.0


def connect(server: Server, codex: Codex, *flags: str) -> str:
    """Set Codex up; what the command printed."""
    done = run_sidelight(
        "codex",
        "connect",
        "--yes",
        "--url",
        server.url,
        "--public-key",
        server.public_key,
        "--secret-key",
        server.secret_key,
        "--codex-home",
        codex.home,
        *flags,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def trace_of(server: Server, conversation_id: str, is_complete: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The trace of a conversation, as soon as it satisfies the predicate."""
    deadline = time.monotonic() + _VISIBLE_S
    trace: dict[str, Any] = {}
    while time.monotonic() < deadline:
        found = server.get("/api/public/traces", sessionId=conversation_id)["data"]
        if found:
            trace = server.get(f"/api/public/traces/{conversation_id.replace('-', '')}")
            if is_complete(trace):
                return trace
        time.sleep(0.2)
    seen = [(o["type"], o["name"], o["input"], o["output"]) for o in trace.get("observations", [])]
    raise AssertionError(f"not complete after {_VISIBLE_S} s: {seen}")


def conversation_of(codex: Codex) -> str:
    """Id of the only conversation, from the name of its transcript."""
    (transcript,) = codex.home.glob("sessions/*/*/*/rollout-*.jsonl")
    match = re.search(r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.jsonl$", transcript.name)
    assert match
    return match[1]


def of_type(trace: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Observations of a type, in order of time."""
    return sorted((o for o in trace["observations"] if o["type"] == kind), key=lambda o: o["startTime"])


def total_tokens(trace: dict[str, Any]) -> dict[str, int]:
    """Sum of the usage of all generations, by bucket."""
    sums: dict[str, int] = {}
    for generation in of_type(trace, "GENERATION"):
        for bucket, count in generation["usageDetails"].items():
            sums[bucket] = sums.get(bucket, 0) + count
    return sums
