"""kill -9 at random moments while clients send: whatever was acknowledged is there after the restart."""

import asyncio
import random
import signal
from pathlib import Path

import httpx
import orjson
import pytest

from tests.e2e.servers import Server, start_server
from tests.e2e.visible import observation_ids, wait_until_visible

ROUNDS = 20
CLIENTS = 6
SPANS_A_REQUEST = 20
START_NS = 1_764_547_200_000_000_000

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


def _body(trace_id: str, span_ids: list[str]) -> bytes:
    spans = [
        {
            "traceId": trace_id,
            "spanId": span_id,
            "name": "step",
            "startTimeUnixNano": str(START_NS),
            "endTimeUnixNano": str(START_NS + 1_000_000),
            "attributes": [{"key": "langfuse.observation.input", "value": {"stringValue": "text " * 100}}],
        }
        for span_id in span_ids
    ]
    return orjson.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]})


def _log_body(session_id: str, number: int) -> bytes:
    """A prompt of a Codex session: many rounds add to the same sessions, so that folds are interrupted too."""
    values = {
        "event.name": "codex.user_prompt",
        "conversation.id": session_id,
        "prompt": f"prompt {number}",
        "prompt_length": "8",
        "model": "gpt-5.5",
    }
    record = {
        "observedTimeUnixNano": str(START_NS + number * 1_000_000_000),
        "attributes": [{"key": key, "value": {"stringValue": value}} for key, value in values.items()],
    }
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": "codex_exec"}}]}
    return orjson.dumps({"resourceLogs": [{"resource": resource, "scopeLogs": [{"logRecords": [record]}]}]})


class _Sender:
    """Sends until the server dies, and remembers what was acknowledged."""

    def __init__(self, server: Server, seed: int) -> None:
        self._server = server
        self._auth = (server.public_key, server.secret_key)
        self._random = random.Random(seed)
        self.span_ids: set[str] = set()
        self.prompts: dict[str, set[str]] = {}

    async def send_until_it_dies(self) -> None:
        async with httpx.AsyncClient(auth=self._auth, timeout=10, trust_env=False) as client:
            while True:
                span_ids = [f"{self._random.getrandbits(64):016x}" for _ in range(SPANS_A_REQUEST)]
                session_id = f"01a20857-b2e5-7960-8c0c-{self._random.randrange(4):012x}"
                number = self._random.getrandbits(20)
                try:
                    trace_id = f"{self._random.getrandbits(128):032x}"
                    (await self._post(client, "/v1/traces", _body(trace_id, span_ids))).raise_for_status()
                    self.span_ids.update(span_ids)
                    (await self._post(client, "/v1/logs", _log_body(session_id, number))).raise_for_status()
                    self.prompts.setdefault(session_id, set()).add(f"prompt {number}")
                except httpx.TransportError:
                    return

    async def _post(self, client: httpx.AsyncClient, path: str, body: bytes) -> httpx.Response:
        return await client.post(self._server.url + path, content=body, headers={"content-type": "application/json"})


async def test_everything_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    moments = random.Random(7)
    span_ids: set[str] = set()
    prompts: dict[str, set[str]] = {}
    for round_number in range(ROUNDS):
        server = start_server(tmp_path)
        senders = [_Sender(server, round_number * 100 + client) for client in range(CLIENTS)]
        tasks = [asyncio.create_task(sender.send_until_it_dies()) for sender in senders]
        while not all(sender.span_ids for sender in senders):
            await asyncio.sleep(0.01)
        await asyncio.sleep(moments.uniform(0, 0.8))
        server.stop(signal.SIGKILL)
        await asyncio.gather(*tasks)
        for sender in senders:
            span_ids |= sender.span_ids
            for session_id, texts in sender.prompts.items():
                prompts.setdefault(session_id, set()).update(texts)
    server = start_server(tmp_path)
    try:
        wait_until_visible(server)
        assert span_ids - observation_ids(server, "SPAN") == set()
        for session_id, texts in prompts.items():
            trace = server.get(f"/api/public/traces/{session_id.replace('-', '')}")
            turns = {step["input"] for step in trace["observations"] if step["name"] == "turn"}
            assert texts - turns == set()
    finally:
        server.stop()
