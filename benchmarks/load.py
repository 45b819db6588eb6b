"""A load generator that costs little: ready requests over raw asyncio connections, since it shares the server's cores.

One request is in flight on a connection at a time (as an exporter does it). Latency is from the moment at which the
request was due: when the server makes the load fall behind its pace, the waiting counts.
"""

import asyncio
import itertools
import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import uvloop

from benchmarks.bodies import Body


@dataclass(frozen=True, slots=True)
class Target:
    """Where the requests go, and as whom."""

    host: str
    port: int
    public_key: str
    secret_key: str

    def head(self, path: str, length: int) -> bytes:
        """Request head of a protobuf body."""
        credentials = b64encode(f"{self.public_key}:{self.secret_key}".encode()).decode()
        return (
            f"POST {path} HTTP/1.1\r\nhost: {self.host}:{self.port}\r\nauthorization: Basic {credentials}\r\n"
            f"content-type: application/x-protobuf\r\ncontent-length: {length}\r\n\r\n"
        ).encode()

    def get_head(self, path: str) -> bytes:
        """Head of a GET."""
        credentials = b64encode(f"{self.public_key}:{self.secret_key}".encode()).decode()
        return (
            f"GET {path} HTTP/1.1\r\nhost: {self.host}:{self.port}\r\nauthorization: Basic {credentials}\r\n\r\n"
        ).encode()


@dataclass(slots=True)
class Sent:
    """What a load run saw."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    started_at: float = 0.0
    latencies_ms: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def quantile_ms(self, share: float) -> float:
        """Latency below which this share of the requests stayed."""
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class _Connection(asyncio.Protocol):
    """An HTTP/1.1 connection that understands answers with a content-length."""

    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, rest = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        _, _, after = head.lower().partition(b"content-length:")
        length = int(after.split(b"\r\n", 1)[0] or 0)
        if len(rest) >= length:
            self._buffer = rest[length:]
            self._resolve(head[9:12] + b" " + rest[:length])

    def connection_lost(self, exc: Exception | None) -> None:
        self._resolve(f"000 connection lost: {exc}".encode())

    def _resolve(self, answer: bytes) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_result(answer)

    async def ask(self, head: bytes, body: bytes = b"") -> bytes:
        """Send a request; the status code, a space and the body of the answer."""
        if self._transport is None or self._transport.is_closing():
            return b"000 not connected"
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.writelines([head, body])
        return await self._answer


def send(
    target: Target, path: str, bodies: Sequence[Body], *, connections: int, records_per_s: float | None = None
) -> Sent:
    """Send all bodies and return when all are answered; ``records_per_s`` sets a pace, None is as fast as it goes."""
    return uvloop.run(_send(target, path, bodies, connections, records_per_s))


def fetch(
    target: Target, paths: Sequence[str], *, connections: int, seconds: float, requests_per_s: float | None = None
) -> Sent:
    """GET the paths in turn for some time; ``requests_per_s`` sets a pace, None is as fast as it goes."""
    return uvloop.run(_fetch(target, paths, connections, seconds, requests_per_s))


async def _fetch(
    target: Target, paths: Sequence[str], connections: int, seconds: float, requests_per_s: float | None
) -> Sent:
    loop = asyncio.get_running_loop()
    heads = itertools.cycle([target.get_head(path) for path in paths])
    clients = [(await loop.create_connection(_Connection, target.host, target.port))[1] for _ in range(connections)]
    sent = Sent()
    sent.started_at = due = time.perf_counter()
    end = sent.started_at + seconds

    async def work(client: _Connection) -> None:
        nonlocal due
        while (begin := due if requests_per_s else time.perf_counter()) < end:
            if requests_per_s:
                due += 1 / requests_per_s
                if (early := begin - time.perf_counter()) > 0:
                    await asyncio.sleep(early)
            answer = await client.ask(next(heads))
            sent.latencies_ms.append((time.perf_counter() - begin) * 1000)
            if not answer.startswith(b"200"):
                sent.failures.append(answer[:200].decode(errors="replace"))

    await asyncio.gather(*(work(client) for client in clients))
    sent.seconds = time.perf_counter() - sent.started_at
    return sent


async def _send(
    target: Target, path: str, bodies: Sequence[Body], connections: int, records_per_s: float | None
) -> Sent:
    loop = asyncio.get_running_loop()
    heads = {size: target.head(path, size) for size in {len(body.content) for body in bodies}}
    clients = [(await loop.create_connection(_Connection, target.host, target.port))[1] for _ in range(connections)]
    sent = Sent()
    queue = iter(bodies)
    cpu_before = time.process_time()
    sent.started_at = due = time.perf_counter()

    async def work(client: _Connection) -> None:
        nonlocal due
        for body in queue:
            begin = time.perf_counter()
            if records_per_s:
                begin, due = due, due + body.records / records_per_s
                if (early := begin - time.perf_counter()) > 0:
                    await asyncio.sleep(early)
            answer = await client.ask(heads[len(body.content)], body.content)
            sent.latencies_ms.append((time.perf_counter() - begin) * 1000)
            if not answer.startswith(b"200"):
                sent.failures.append(answer[:200].decode(errors="replace"))

    await asyncio.gather(*(work(client) for client in clients))
    sent.seconds = time.perf_counter() - sent.started_at
    sent.cpu_seconds = time.process_time() - cpu_before
    return sent
