"""The rules that the field uses for Alertmanager and hosts, against what Debian's servers really show.

Nothing is read from the rules: what counts is the page that a server answers with on this machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

from signalwright.diagnostics.diagnostic import Level
from tests.importers.judged import judge_paths
from tests.language.compiling import Found
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, running, wait_for
from tests.servers.toolset import Toolset
from tests.servers.unpacked import runnable

CORPORA = os.environ.get("SIGNALWRIGHT_CORPORA")
PATIENCE_SECONDS = 30
SERVER_SECONDS = 90  # the end of a server whose test hangs

# What a machine has or not: RAID arrays, bonded interfaces, systemd, connection tracking. A container has none of them.
OF_SOME_MACHINES = ("node_md_", "node_bonding_", "node_systemd_", "node_nf_conntrack_", "node_textfile_")

pytestmark = [
    pytest.mark.servers,
    pytest.mark.corpora,
    pytest.mark.skipif(CORPORA is None, reason="SIGNALWRIGHT_CORPORA names no folder"),
]


@contextmanager
def alertmanager(tools: Toolset, folder: Path) -> Iterator[str]:
    """Runs Debian's Alertmanager with a cluster of its own, and gives its address."""
    folder.mkdir()
    (folder / "alertmanager.yml").write_text("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")
    listen, cluster = (f"{HOST}:{port}" for port in free_ports(2))
    arguments = [
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        f"--web.listen-address={listen}",
        f"--cluster.listen-address={cluster}",
    ]
    with running(runnable(tools.find(tools.alertmanager), folder), arguments, folder, SERVER_SECONDS):
        yield listen


@contextmanager
def node_exporter(tools: Toolset, folder: Path) -> Iterator[str]:
    """Runs Debian's node exporter as Debian does, and gives its address."""
    folder.mkdir()
    (listen,) = (f"{HOST}:{port}" for port in free_ports(1))
    arguments = [f"--web.listen-address={listen}"]
    with running(tools.find("prometheus-node-exporter"), arguments, folder, SERVER_SECONDS):
        yield listen


@pytest.fixture(scope="module")
def pages(debian_tools: Toolset, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of both servers, saved as a person would save them."""
    folder = tmp_path_factory.mktemp("pages")
    saved = {}
    with ExitStack() as servers:
        for name, server in (("alertmanager", alertmanager), ("nodeExporter", node_exporter)):
            listen = servers.enter_context(server(debian_tools, folder / name))
            text = wait_for(f"{name} shows its page", partial(get, f"http://{listen}/metrics"), PATIENCE_SECONDS)
            saved[name] = folder / f"{name}.txt"
            saved[name].write_text(text)
    return saved


def judged(pages: dict[str, Path], name: str) -> tuple[Found, ...]:
    assert CORPORA is not None
    rules = Path(CORPORA, "kube-prometheus", f"{name}-prometheusRule.yaml")
    count, found = judge_paths(pages[name].parent, [rules], [pages[name]])
    assert count > 5
    return found


@pytest.mark.parametrize("name", ["alertmanager", "nodeExporter"])
def test_rules_of_the_field_have_no_error_against_a_real_page(pages: dict[str, Path], name: str) -> None:
    assert [str(each) for each in judged(pages, name) if each.level is Level.ERROR] == []


def test_what_alertmanager_shows_is_all_that_its_rules_read(pages: dict[str, Path]) -> None:
    assert [str(each) for each in judged(pages, "alertmanager") if each.name == "promql/unknown-metric"] == []


def test_the_only_host_metrics_that_are_missed_are_of_what_a_machine_may_lack(pages: dict[str, Path]) -> None:
    missed = [each.message for each in judged(pages, "nodeExporter") if each.name == "promql/unknown-metric"]
    assert [each for each in missed if not any(f"`{prefix}" in each for prefix in OF_SOME_MACHINES)] == []


def test_a_slip_in_the_rules_of_the_field_is_an_error(pages: dict[str, Path], tmp_path: Path) -> None:
    assert CORPORA is not None
    text = Path(CORPORA, "kube-prometheus", "nodeExporter-prometheusRule.yaml").read_text(encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(
        text.replace("node_memory_MemAvailable_bytes", "node_memory_MemAvailble_bytes")
    )
    _, found = judge_paths(tmp_path, [Path("rules.yaml")], [pages["nodeExporter"]])
    errors = {(each.name, each.help) for each in found if each.level is Level.ERROR}
    assert errors == {("promql/unknown-metric", "did you mean `node_memory_MemAvailable_bytes`?")}
