"""A model behind OpenAI's chat completions API that answers by script: texts and tool calls, streamed when asked."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from tests.e2e.model_api import Tokens

MODEL = "gpt-4o-mini-2024-07-18"
CREATED_S = 1_763_900_000


@dataclass(frozen=True)
class ChatAnswer:
    """One answer: a text, or one call of a tool."""

    text: str = ""
    tool: str = ""
    arguments: str = "{}"
    tokens: Tokens = field(default_factory=lambda: Tokens(input=100, cached=40, output=30, reasoning=10))


class ChatApi:
    """The server; a context manager. Requests beyond the script get the answer "done"."""

    def __init__(self) -> None:
        self._answers: list[ChatAnswer] = []
        self._lock = threading.Lock()
        api = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:
                pass

            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                answer = api._take()
                if request.get("stream"):
                    events = [f"data: {json.dumps(chunk)}\n\n" for chunk in _chunks(answer)]
                    self._send("text/event-stream", "".join([*events, "data: [DONE]\n\n"]).encode())
                else:
                    self._send("application/json", json.dumps(_completion(answer)).encode())

            def _send(self, content_type: str, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """Base URL for OpenAI clients."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def say(self, *answers: ChatAnswer) -> None:
        """Append to the script."""
        with self._lock:
            self._answers += answers

    def _take(self) -> ChatAnswer:
        with self._lock:
            return self._answers.pop(0) if self._answers else ChatAnswer("done")

    def __enter__(self) -> "ChatApi":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _message(answer: ChatAnswer) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": answer.text or None}
    if answer.tool:
        function = {"name": answer.tool, "arguments": answer.arguments}
        message["tool_calls"] = [{"id": f"call_{answer.tool}", "type": "function", "function": function}]
    return message


def _usage(tokens: Tokens) -> dict[str, Any]:
    return {
        "prompt_tokens": tokens.input,
        "completion_tokens": tokens.output,
        "total_tokens": tokens.input + tokens.output,
        "prompt_tokens_details": {"cached_tokens": tokens.cached, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": tokens.reasoning, "audio_tokens": 0},
    }


def _completion(answer: ChatAnswer) -> dict[str, Any]:
    reason = "tool_calls" if answer.tool else "stop"
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": CREATED_S,
        "model": MODEL,
        "choices": [{"index": 0, "message": _message(answer), "finish_reason": reason, "logprobs": None}],
        "usage": _usage(answer.tokens),
    }


def _chunks(answer: ChatAnswer) -> Iterator[dict[str, Any]]:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": CREATED_S, "model": MODEL}
    message = _message(answer)
    calls = [{"index": place, **call} for place, call in enumerate(message.pop("tool_calls", []))]
    delta = {**message, "tool_calls": calls} if calls else message
    yield {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    reason = "tool_calls" if answer.tool else "stop"
    yield {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}
    yield {**head, "choices": [], "usage": _usage(answer.tokens)}
