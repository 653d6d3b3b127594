"""The transport of the small arXiv: requests in, answers out, spoilt on the way as planned."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Fault:
    """One word of a plan."""

    kind: str = "ok"
    argument: str = ""


@dataclass(frozen=True)
class Seen:
    """A request as it came in; `at` is on the clock of time.monotonic."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    at: float


@dataclass(frozen=True)
class Reply:
    """What is answered."""

    body: str | bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Answers(Protocol):
    """What a server serves."""

    seen: list[Seen]
    closing: threading.Event

    def next_fault(self, path: str) -> Fault:
        """Take the fault that is due."""
        ...

    def answer(self, seen: Seen, fault: Fault) -> Reply:
        """The answer to a request."""
        ...


class Server(ThreadingHTTPServer):
    """A threaded server on a free port of the loopback interface.

    Attributes:
        most_at_once: requests that were ever being served together.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, arxiv: Answers) -> None:
        self.arxiv = arxiv
        self.most_at_once = 0
        self._now = 0
        self._changed = threading.Condition()
        super().__init__(("127.0.0.1", 0), _Handler)

    def note(self, seen: Seen) -> None:
        """Keep a request, and wake who waits for it."""
        with self._changed:
            self.arxiv.seen.append(seen)
            self._changed.notify_all()

    def wait_for(self, count: int) -> None:
        """Sleep until so many requests have come in."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.arxiv.seen) >= count, timeout=30)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """While a request is served."""
        with self._changed:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield
        finally:
            with self._changed:
                self._now -= 1

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is none of our business."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        """Serve one request."""
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(parts.path, query, headers, time.monotonic())
        self.server.note(seen)
        with self.server.counted():
            self._serve(seen)

    def _serve(self, seen: Seen) -> None:
        arxiv = self.server.arxiv
        fault = arxiv.next_fault(seen.path)
        if fault.kind == "hang":
            arxiv.closing.wait(float(fault.argument))
        if fault.kind == "reset" or arxiv.closing.is_set():
            self._hang_up()
            return
        self._write(arxiv.answer(seen, fault), fault)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base's name)
        """Say nothing."""

    def _write(self, reply: Reply, fault: Fault) -> None:
        body = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
        if fault.kind == "truncate":
            body = body[: len(body) * 3 // 5]
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if fault.kind == "cut":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(f"{len(body):x}\r\n".encode() + body[: len(body) // 2])
            self._hang_up()
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault.kind == "drop":
            self.wfile.write(body[: len(body) // 2])
            self._hang_up()
        elif fault.kind == "slow":
            for start in range(0, len(body), -(-len(body) // 20)):
                self.wfile.write(body[start : start + -(-len(body) // 20)])
                self.server.arxiv.closing.wait(float(fault.argument) / 20)
        else:
            self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
