"""What is discovered of real servers compiles as it is, and their pages conform to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import pytest

from signalwright.exposed.pages import ACCEPT, ask
from tests.cli.console import Console
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, running, wait_for
from tests.servers.test_live_pages import alertmanager, node_exporter
from tests.servers.toolset import Toolset

PATIENCE_SECONDS = 40
SERVER_SECONDS = 150  # the end of a server whose test hangs
SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", alertmanager: "0.34", grafana: "12"}
receivers: {relay: {webhook: {url: "http://relay:8080"}}}
teams: {web: {notify: {critical: [relay], warning: [relay]}}}
services:
  one:
    team: web # whoever is on call
    scrape: ["one:80"]
"""
LOKI = """\
auth_enabled: false
server: {http_listen_address: 127.0.0.1, http_listen_port: HTTP, grpc_listen_address: 127.0.0.1, grpc_listen_port: GRPC}
common:
  path_prefix: data
  ring: {instance_addr: 127.0.0.1, kvstore: {store: inmemory}}
  replication_factor: 1
schema_config:
  configs:
    - {from: 2024-01-01, store: tsdb, object_store: filesystem, schema: v13, index: {prefix: index_, period: 24h}}
storage_config: {filesystem: {directory: data/chunks}}
"""

Server = Callable[[Toolset, Path], AbstractContextManager[str]]


@contextmanager
def prometheus(tools: Toolset, folder: Path, more: str = "") -> Iterator[str]:
    """Runs a Prometheus that scrapes itself, with more settings of the job, and gives its address."""
    folder.mkdir()
    (listen,) = (f"{HOST}:{port}" for port in free_ports(1))
    (folder / "prometheus.yml").write_text(
        "global: {scrape_interval: 1s}\nscrape_configs:\n"
        f"- {{job_name: one, {more}static_configs: [{{targets: ['{listen}']}}]}}\n"
    )
    arguments = ["--config.file=prometheus.yml", "--storage.tsdb.path=data", f"--web.listen-address={listen}"]
    with running(tools.find("prometheus"), arguments, folder, SERVER_SECONDS):
        yield listen


@contextmanager
def loki(tools: Toolset, folder: Path) -> Iterator[str]:
    """Runs a Loki of one process, and gives its address."""
    folder.mkdir()
    http, grpc = free_ports(2)
    (folder / "loki.yml").write_text(LOKI.replace("HTTP", str(http)).replace("GRPC", str(grpc)))
    with running(tools.find("loki"), ["-config.file=loki.yml"], folder, SERVER_SECONDS):
        yield f"{HOST}:{http}"


def is_discovered(console: Console, *arguments: str) -> str:
    """Discovers into a spec, which then compiles; returns it."""
    spec = console.write("spec/shop/stack.yaml", SPEC)
    into = ("--service", "one", "--into", "spec/shop/stack.yaml")
    answer = console.run("discover", *arguments, *into)
    assert answer.code == 0, answer.err
    answer = console.run("check")
    assert (answer.code, answer.err) == (0, "1 stack checked, clean\n")
    text = spec.read_text()
    assert text.startswith(SPEC)
    return text


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Console:
    console = Console(tmp_path / "project", monkeypatch, capsys)
    console.write("signalwright.yaml", "signalwright: 1\n")
    return console


def conforms(console: Console, server: AbstractContextManager[str]) -> None:
    with server as listen:
        page = f"http://{listen}/metrics"
        wait_for(f"{page} answers", partial(get, page), PATIENCE_SECONDS)
        console.write("page.txt", ask(page, ACCEPT))
        assert console.run("discover", page).code == 0
    text = is_discovered(console, "page.txt")
    assert text.count("\n") > 30
    answer = console.run("conform", "page.txt")
    assert (answer.code, answer.out) == (0, ""), answer.err
    assert re.fullmatch(r"[0-9]+ metrics compared\n", answer.err), "no warning either"


@pytest.mark.servers
@pytest.mark.parametrize("server", [prometheus, alertmanager, node_exporter])
def test_a_page_of_debian_conforms_to_what_is_discovered_on_it(
    server: Server, debian_tools: Toolset, console: Console, tmp_path: Path
) -> None:
    conforms(console, server(debian_tools, tmp_path / "server"))


@pytest.mark.current
@pytest.mark.parametrize("server", [prometheus, loki])
def test_a_page_of_today_conforms_to_what_is_discovered_on_it(
    server: Server, current_tools: Toolset, console: Console, tmp_path: Path
) -> None:
    conforms(console, server(current_tools, tmp_path / "server"))


def is_asked(console: Console, tools: Toolset, folder: Path, more: str = "") -> str:
    with prometheus(tools, folder, more) as listen:
        query = f"http://{listen}/api/v1/query?query=up"
        wait_for("it has scraped itself", lambda: get(query)["data"]["result"], PATIENCE_SECONDS)
        text = is_discovered(console, "--server", f"http://{listen}")
        answer = console.run("conform", f"http://{listen}/metrics")
    assert "prometheus_tsdb_head_series: {type: gauge" in text
    assert "prometheus_http_requests_total:" in text
    assert answer.code == 0, answer.err
    return text


@pytest.mark.servers
def test_a_server_of_debian_knows_types_and_labels_of_what_it_stores(
    debian_tools: Toolset, console: Console, tmp_path: Path
) -> None:
    assert "buckets: [" in is_asked(console, debian_tools, tmp_path / "server")


@pytest.mark.current
def test_a_server_of_today_knows_its_native_histograms(
    current_tools: Toolset, console: Console, tmp_path: Path
) -> None:
    text = is_asked(console, current_tools, tmp_path / "server", "scrape_native_histograms: true, ")
    assert "type: native-histogram" in text
