"""Small servers that behave as receivers do, and as they should not."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """What a server answers to POST, and what it got. ``is_sidelight`` adds the routes that Sidelight has."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    delay_s: float = 0.0
    is_sidelight: bool = True
    posts: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)


@contextmanager
def serving(receiver: Receiver, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Runs the receiver on a free port of the loopback address; gives the port."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            receiver.posts.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            time.sleep(receiver.delay_s)
            self._answer(receiver.status, receiver.body, receiver.headers)

        def do_GET(self) -> None:
            if receiver.is_sidelight and self.path == "/api/public/health":
                self._answer(200, json.dumps({"status": "OK", "version": "1"}))
            elif receiver.is_sidelight and self.path == "/api/public/projects" and receiver.status < 400:
                self._answer(200, json.dumps({"data": [{"id": "p", "name": "Rocket"}]}))
            else:
                self._answer(404, "<html>not here</html>")

        def do_CONNECT(self) -> None:
            self._answer(403, "no")

        def _answer(self, status: int, text: str, headers: Mapping[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(text.encode())

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def answering_bytes(answer: bytes | None) -> Iterator[int]:
    """A socket that gives everybody the same bytes and hangs up; None: it never says anything."""
    listener = socket.create_server(("127.0.0.1", 0))
    is_stopping = threading.Event()
    held: list[socket.socket] = []

    def run() -> None:
        while not is_stopping.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            if answer is None:
                held.append(connection)
                continue
            with connection, suppress(OSError):
                connection.recv(4096)
                connection.sendall(answer)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        is_stopping.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=2)
        for connection in held:
            connection.close()


def closed_port() -> int:
    """A port where nothing listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
