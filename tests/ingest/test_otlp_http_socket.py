"""Over a real connection: refusals reach senders that are still sending, and connections stay usable."""

import asyncio
import http.client
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from sidelight.settings import MIB
from tests.ingest.receiver_app import PROTOBUF, Receiver, running_receiver
from tests.ingest.test_otlp_http import BARE, LOGS


@asynccontextmanager
async def served(receiver: Receiver) -> AsyncIterator[int]:
    """The receiver behind uvicorn as in production; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        config = uvicorn.Config(receiver.app, http="httptools", lifespan="off", log_level="warning")
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[sock]))
        try:
            yield sock.getsockname()[1]
        finally:
            server.should_exit = True
            await task


@pytest.fixture
async def receiver(tmp_path: Path) -> AsyncIterator[Receiver]:
    async with running_receiver(tmp_path) as receiver:
        yield receiver


class Sender:
    """A blocking sender, as exporters are: sends everything, then reads the answer."""

    def __init__(self, port: int, receiver: Receiver) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Authorization": receiver.authorization, "Content-Type": PROTOBUF}

    def close(self) -> None:
        self._connection.close()

    def post(self, body: Any, **headers: str) -> tuple[int, bytes]:
        is_chunked = not isinstance(body, bytes)
        self._connection.request("POST", BARE, body, {**self._headers, **headers}, encode_chunked=is_chunked)
        response = self._connection.getresponse()
        return response.status, response.read()


@contextmanager
def sending(port: int, receiver: Receiver) -> Iterator["Sender"]:
    sender = Sender(port, receiver)
    try:
        yield sender
    finally:
        sender.close()


async def in_thread(call: Callable[[], Any]) -> Any:
    return await asyncio.to_thread(call)


async def test_a_100_mb_body_gets_its_answer_and_the_connection_lives_on(receiver: Receiver) -> None:
    async with served(receiver) as port:
        with sending(port, receiver) as sender:
            status, answer = await in_thread(lambda: sender.post(bytes(100 * MIB)))
            assert status == 413
            assert b"MAX_BODY_MB" in answer
            assert (await in_thread(lambda: sender.post(LOGS)))[0] == 200
            assert receiver.the_refusal.bytes == 100 * MIB


async def test_a_100_mb_body_in_chunks_gets_its_answer(receiver: Receiver) -> None:
    async with served(receiver) as port:
        with sending(port, receiver) as sender:
            chunked = {"Transfer-Encoding": "chunked"}
            status, _ = await in_thread(lambda: sender.post((bytes(MIB) for _ in range(100)), **chunked))
            assert status == 413
            assert (await in_thread(lambda: sender.post(LOGS)))[0] == 200


async def test_a_wrong_key_with_a_large_body_gets_its_answer(receiver: Receiver) -> None:
    async with served(receiver) as port:
        with sending(port, receiver) as sender:
            status, answer = await in_thread(lambda: sender.post(bytes(20 * MIB), Authorization="Basic x"))
            assert status == 401
            assert b"base64" in answer


async def test_a_sender_that_dies_while_sending_is_noted(receiver: Receiver) -> None:
    async with served(receiver) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST {BARE} HTTP/1.1\r\nHost: x\r\nAuthorization: {receiver.authorization}\r\n"
        writer.write(f"{head}Content-Type: {PROTOBUF}\r\nContent-Length: 1000\r\n\r\nabc".encode())
        await writer.drain()
        await asyncio.sleep(0.2)
        writer.close()
        await asyncio.sleep(0.2)
        assert receiver.the_refusal.code == "disconnected"
