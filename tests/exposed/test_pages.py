"""Pages of running programs: what is asked, and what is said where there is no answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Thread

import pytest

from signalwright.diagnostics.report import Report
from signalwright.exposed.pages import UnreachableError, read_exposed
from signalwright.language.source import Sources


@contextmanager
def answering(status: int, content: bytes, asked: list[str]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers["Accept"])
            self.send_response(status)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/metrics"
        finally:
            server.shutdown()
            thread.join()


def test_a_page_is_asked_for_as_prometheus_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    asked: list[str] = []
    sources, report = Sources(Path()), Report()
    with answering(200, b"# TYPE depth gauge\ndepth 1\n", asked) as address:
        ((metric,),) = read_exposed([address], sources, report)
    assert (metric.name, metric.file, metric.line) == ("depth", address, 1)
    assert sources.line(address, 2) == "depth 1"
    assert asked[0].startswith("application/openmetrics-text;version=1.0.0")


@pytest.mark.parametrize(
    ("status", "content", "said"),
    [(404, b"no", "answers with status 404"), (200, b"\xff\xfe", "is no text in UTF-8")],
)
def test_an_answer_that_is_no_page_is_told(status: int, content: bytes, said: str) -> None:
    with answering(status, content, []) as address, pytest.raises(UnreachableError, match=said):
        read_exposed([address], Sources(Path()), Report())


@pytest.mark.parametrize("address", ["file:///etc/hosts", "http:///metrics", "http://a:b@127.0.0.1:9/"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(UnreachableError):
        read_exposed([address if "://" in address else ""], Sources(Path()), Report())


@pytest.mark.parametrize(("place", "said"), [("none.txt", "no such file"), (".", "directory"), ("odd", "UTF-8")])
def test_a_file_that_can_not_be_read_is_told(
    place: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("odd").write_bytes(b"\xff")
    with pytest.raises(UnreachableError, match=said):
        read_exposed([place], Sources(tmp_path), Report())


def test_a_page_comes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"\xef\xbb\xbfdepth 1\n")))
    ((metric,),) = read_exposed(["-"], Sources(Path()), Report())
    assert (metric.name, metric.file) == ("depth", "-")
