"""Small servers of the test itself, on loopback: metrics pages, and receivers that keep what they are told."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.servers.exposition import CONTENT_TYPE, Page

HOST = "127.0.0.1"


def free_ports(count: int) -> list[int]:
    """Returns different ports that nobody listens on."""
    taken = []
    try:
        for _ in range(count):
            taken.append(socket.socket())
            taken[-1].bind((HOST, 0))
        return [each.getsockname()[1] for each in taken]
    finally:
        for each in taken:
            each.close()


@contextmanager
def serving(port: int, page: Page) -> Iterator[None]:
    """Serves a metrics page; afterwards the port refuses connections."""

    class Handler(_Quiet):
        def do_GET(self) -> None:
            found = self.path == "/metrics"
            body = page.render().encode() if found else b""
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", CONTENT_TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with _listening(port, Handler):
        yield


@dataclass(frozen=True)
class Told:
    """An alert as a receiver was told of it.

    Attributes:
        receiver: The last part of the URL that was called.
        status: `firing` or `resolved`.
        labels: The alert's labels.
        annotations: The alert's annotations.
    """

    receiver: str
    status: str
    labels: dict[str, str]
    annotations: dict[str, str]

    @property
    def name(self) -> str:
        """The alert's name."""
        return self.labels["alertname"]


@dataclass
class Mailbox:
    """Receivers of webhooks; what is told at `/oncall` is kept as told to `oncall`."""

    told: list[Told] = field(default_factory=list)

    def take(self, receiver: str, message: dict[str, Any]) -> None:
        """Keeps a message of Alertmanager."""
        for alert in message["alerts"]:
            self.told.append(Told(receiver, alert["status"], alert["labels"], alert["annotations"]))

    def names(self, receiver: str, status: str = "firing") -> set[str]:
        """Returns the names of the alerts that a receiver was told of."""
        return {each.name for each in list(self.told) if (each.receiver, each.status) == (receiver, status)}


@contextmanager
def receiving(port: int) -> Iterator[Mailbox]:
    """Takes webhooks."""
    mailbox = Mailbox()

    class Handler(_Quiet):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            mailbox.take(self.path.strip("/"), json.loads(body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with _listening(port, Handler):
        yield mailbox


class _Quiet(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Prints nothing: each scrape would be a line."""


@contextmanager
def _listening(port: int, handler: type[BaseHTTPRequestHandler]) -> Iterator[None]:
    server = ThreadingHTTPServer((HOST, port), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
