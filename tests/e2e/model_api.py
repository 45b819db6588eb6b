"""A model that says what a test tells it to: OpenAI's Responses API over server-sent events, one step a request."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Tokens:
    """Usage of one call, as the API counts: input includes cached, output includes reasoning."""

    input: int = 1000
    cached: int = 0
    output: int = 50
    reasoning: int = 0


@dataclass(frozen=True)
class Step:
    """One answer: a text, or tool calls, or an HTTP error; ``cut`` ends the stream before its end."""

    text: str = ""
    calls: Sequence[Mapping[str, Any]] = ()
    patch: str = ""
    status: int = 200
    cut: bool = False
    tokens: Tokens = field(default_factory=Tokens)


def shell(call_id: str, command: str) -> dict[str, Any]:
    """A call of Codex's shell tool."""
    return {"name": "exec_command", "call_id": call_id, "arguments": json.dumps({"cmd": command})}


class ModelApi:
    """The server; a context manager. Requests beyond the script get the answer "done"."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._lock = threading.Lock()
        self.requests: list[dict[str, Any]] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:
                pass

            def do_GET(self) -> None:
                self._send(200, "application/json", b'{"object": "list", "data": []}')

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if not self.path.partition("?")[0].endswith("/responses"):
                    self._send(404, "application/json", b'{"error": {"message": "not found"}}')
                    return
                number, step = api._take(json.loads(body))
                if step.status != 200:
                    error = {"error": {"message": f"scripted {step.status}", "type": "scripted", "code": None}}
                    self._send(step.status, "application/json", json.dumps(error).encode())
                    return
                stream = b"".join(_as_event(event) for event in _events(step, number))
                self._send(200, "text/event-stream", stream)

            def _send(self, status: int, content_type: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """Base URL for Codex's model provider."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def say(self, *steps: Step) -> None:
        """Append to the script."""
        with self._lock:
            self._steps += steps

    @property
    def is_done(self) -> bool:
        """Whether every step was asked for."""
        return not self._steps

    def _take(self, request: dict[str, Any]) -> tuple[int, Step]:
        with self._lock:
            self.requests.append(request)
            return len(self.requests), self._steps.pop(0) if self._steps else Step(text="done")

    def __enter__(self) -> "ModelApi":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _events(step: Step, number: int) -> Iterator[dict[str, Any]]:
    response = {"id": f"resp_{number}", "object": "response", "status": "in_progress", "output": []}
    yield {"type": "response.created", "response": response}
    items = list(_items(step, number))
    for index, item in enumerate(items):
        yield {"type": "response.output_item.added", "output_index": index, "item": item}
        if item["type"] == "message":
            delta = {"item_id": item["id"], "output_index": index, "content_index": 0, "delta": step.text}
            yield {"type": "response.output_text.delta", **delta}
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    if step.cut:
        return
    tokens = step.tokens
    usage = {
        "input_tokens": tokens.input,
        "input_tokens_details": {"cached_tokens": tokens.cached},
        "output_tokens": tokens.output,
        "output_tokens_details": {"reasoning_tokens": tokens.reasoning},
        "total_tokens": tokens.input + tokens.output,
    }
    yield {
        "type": "response.completed",
        "response": {**response, "status": "completed", "output": items, "usage": usage},
    }


def _items(step: Step, number: int) -> Iterator[dict[str, Any]]:
    for position, call in enumerate(step.calls):
        yield {"type": "function_call", "id": f"fc_{number}_{position}", "status": "completed", **call}
    if step.patch:
        yield {
            "type": "custom_tool_call",
            "id": f"ctc_{number}",
            "name": "apply_patch",
            "call_id": f"call_patch_{number}",
            "input": step.patch,
            "status": "completed",
        }
    if step.text:
        yield {
            "type": "message",
            "id": f"msg_{number}",
            "role": "assistant",
            "status": "completed",
            "phase": "final_answer",
            "content": [{"type": "output_text", "text": step.text, "annotations": []}],
        }


def _as_event(event: dict[str, Any]) -> bytes:
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()
