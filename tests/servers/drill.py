"""Compiles a stack's drill for the versions of the real servers, and runs these on what was emitted."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from signalwright import names
from signalwright.compile import CompiledStack, compile_project
from signalwright.ir.metric import Metric
from signalwright.ir.rules import AlertingRule
from signalwright.ir.stack import Stack
from tests.servers.exposition import Behaviour, Labels, Page
from tests.servers.loopback import HOST, Mailbox, free_ports, receiving, serving
from tests.servers.processes import get, running, wait_for
from tests.servers.toolset import Toolset
from tests.servers.unpacked import runnable

ROOT = Path(__file__).parents[2]
ENVIRONMENT = "drill"
_ADDRESS = re.compile(rf"{re.escape(HOST)}:(\d+)")
_START_SECONDS = 40


@dataclass(frozen=True)
class Compiled:
    """A drill that is ready to run.

    Attributes:
        stack: The stack in the environment `drill`.
        folder: Where its artifacts are.
    """

    stack: Stack
    folder: Path

    @property
    def alertmanager(self) -> str:
        """The address of Alertmanager."""
        return _address(self.folder / "prometheus/prometheus.yml", after="alertmanagers:")

    @property
    def rules(self) -> list[str]:
        """The names of all rules, as many times as there are rules of this name."""
        return sorted(
            rule.alert if isinstance(rule, AlertingRule) else rule.record
            for file in self.stack.rules
            for group in file.groups
            for rule in group.rules
        )


def compile_drill(name: str, versions: Mapping[str, str], scratch: Path) -> Compiled:
    """Compiles the drill of a stack, with every loopback port of the spec replaced by one that is free now.

    Args:
        name: The stack's name.
        versions: Backend to the version of its server.
        scratch: An empty folder.
    """
    spec = scratch / "spec" / name
    shutil.copytree(ROOT / "spec" / name, spec)
    _free_the_ports(spec)
    done = compile_project(scratch, override=versions, environment=ENVIRONMENT)
    assert not list(done.report), [f"{each.name}: {each.message}" for each in done.report]
    (compiled,) = done.stacks
    return Compiled(compiled.stack, write(compiled, scratch / "out"))


def write(compiled: CompiledStack, folder: Path) -> Path:
    """Writes the artifacts of a stack into a folder, and returns the folder."""
    for artifact in compiled.artifacts:
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    return folder


def _free_the_ports(spec: Path) -> None:
    files = list(spec.rglob("*.yaml"))
    fixed = sorted({port for file in files for port in _ADDRESS.findall(file.read_text("utf-8"))})
    free = dict(zip(fixed, free_ports(len(fixed)), strict=True))
    for file in files:
        text = _ADDRESS.sub(lambda found: f"{HOST}:{free[found[1]]}", file.read_text("utf-8"))
        file.write_text(text, "utf-8")


def _address(file: Path, after: str) -> str:
    text = file.read_text("utf-8")
    found = _ADDRESS.search(text, text.index(after))
    assert found is not None, f"no loopback address after `{after}` in {file.name}"
    return found[0]


class Services:
    """The services of a drill: each target serves the metrics that its service declares, or nothing."""

    def __init__(self, stack: Stack, behaviour: Behaviour) -> None:
        """Makes the pages; nothing is served yet."""
        self._pages: dict[str, Page] = {}
        self._open: dict[str, ExitStack] = {}
        for service in stack.services.values():
            shown: list[tuple[Metric, Labels]] = [(each, {}) for each in service.metrics.values()]
            for other in stack.services.values():
                if other.push is not None and other.push.via == service.name:
                    shown += [(each, {"job": other.job, "instance": ""}) for each in other.metrics.values()]
            for target in service.scrape.targets if service.scrape is not None else ():
                self._pages[target] = Page(shown, behaviour)

    @property
    def targets(self) -> list[str]:
        """The addresses of all targets."""
        return sorted(self._pages)

    def start(self, *targets: str) -> None:
        """Lets targets answer."""
        for target in targets:
            served = self._open[target] = ExitStack()
            served.enter_context(serving(int(target.rpartition(":")[2]), self._pages[target]))

    def stop(self, *targets: str) -> None:
        """Lets targets refuse connections."""
        for target in targets:
            self._open.pop(target).close()

    def behave(self, behaviour: Behaviour) -> None:
        """Changes what all targets do from now on."""
        for page in self._pages.values():
            page.behaviour = behaviour

    def __enter__(self) -> Self:
        """Lets every target answer."""
        self.start(*self._pages)
        return self

    def __exit__(self, *_: object) -> None:
        """Stops those that still answer."""
        self.stop(*list(self._open))


@dataclass(frozen=True)
class Servers:
    """A running Prometheus and Alertmanager.

    Attributes:
        prometheus: The address of Prometheus.
        alertmanager: The address of Alertmanager.
        mailbox: What the receivers were told.
    """

    prometheus: str
    alertmanager: str
    mailbox: Mailbox

    def targets(self) -> list[dict[str, Any]]:
        """Returns what Prometheus says of its scrape targets."""
        return list(get(f"http://{self.prometheus}/api/v1/targets")["data"]["activeTargets"])

    def rules(self) -> list[dict[str, Any]]:
        """Returns what Prometheus says of its rules."""
        groups = get(f"http://{self.prometheus}/api/v1/rules")["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]

    def firing(self) -> set[tuple[str, str]]:
        """Returns name and severity of the alerts that are pending or firing in Prometheus."""
        alerts = get(f"http://{self.prometheus}/api/v1/alerts")["data"]["alerts"]
        return {(each["labels"]["alertname"], each["labels"]["severity"]) for each in alerts}

    def held_back(self) -> set[tuple[str, str]]:
        """Returns name and severity of the alerts that Alertmanager holds back because of graver ones."""
        alerts = get(f"http://{self.alertmanager}/api/v2/alerts")
        inhibited = (each["labels"] for each in alerts if each["status"]["inhibitedBy"])
        return {(labels["alertname"], labels["severity"]) for labels in inhibited}


def remember(tools: Toolset, stack: Stack, scratch: Path) -> None:
    """Gives Prometheus a past: three hours in which the SLOs of a stack counted events, one in a thousand of them bad.

    Sums over an SLO's window read its records at every fifth minute of the clock, and few drills see one.

    Args:
        tools: Has promtool.
        stack: The stack.
        scratch: The folder for data, which Prometheus doesn't use yet.
    """
    now = int(time.time())
    moments = range(now - now % 300 - 3 * 3_600, now - 300, 300)
    lines = []
    for record, value in ((names.SLO_EVENTS_INCREASE_5M, 1_000), (names.SLO_BAD_INCREASE_5M, 1)):
        lines.append(f"# TYPE {record} gauge")
        for service in stack.services.values():
            for slo in service.slos:
                labels = f'service="{service.name}",slo="{slo.name}"'
                lines += [f"{record}{{{labels}}} {value} {moment}" for moment in moments]
    text = scratch / "past.txt"
    text.write_text("\n".join([*lines, "# EOF", ""]), "utf-8")
    arguments = ["tsdb", "create-blocks-from", "openmetrics", str(text), str(scratch / "prometheus")]
    done = subprocess.run(
        [str(tools.find("promtool")), *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def serve(drill: Compiled, tools: Toolset, alerting: Toolset, scratch: Path, seconds: float) -> Iterator[Servers]:
    """Starts Prometheus, Alertmanager and the receivers on what was emitted.

    Args:
        drill: The compiled drill.
        tools: Has Prometheus.
        alerting: Has Alertmanager.
        scratch: The folder for data and logs.
        seconds: After how long the servers are ended whatever happens.
    """
    prometheus = _address(drill.folder / "prometheus/prometheus.args", after="--web.listen-address")
    alertmanager = drill.alertmanager
    receivers = _address(drill.folder / "alertmanager/alertmanager.yml", after="receivers:")
    with ExitStack() as stack:
        mailbox = stack.enter_context(receiving(int(receivers.rpartition(":")[2])))
        arguments = command_line(
            drill.folder / "alertmanager/alertmanager.args",
            {
                "--config.file": str(drill.folder / "alertmanager/alertmanager.yml"),
                "--storage.path": str(scratch / "alertmanager"),
                "--web.listen-address": alertmanager,
            },
        )
        server = runnable(alerting.find(alerting.alertmanager), scratch)
        stack.enter_context(running(server, arguments, scratch, seconds))
        wait_for("Alertmanager is ready", lambda: get(f"http://{alertmanager}/-/ready"), _START_SECONDS)
        arguments = command_line(
            drill.folder / "prometheus/prometheus.args",
            {
                "--config.file": str(drill.folder / "prometheus/prometheus.yml"),
                "--storage.tsdb.path": str(scratch / "prometheus"),
                # The default of a minute is longer than the whole drill.
                "--rules.alert.resend-delay": "1s",
            },
        )
        stack.enter_context(running(tools.find("prometheus"), arguments, scratch, seconds))
        wait_for("Prometheus is ready", lambda: get(f"http://{prometheus}/-/ready"), _START_SECONDS)
        yield Servers(prometheus, alertmanager, mailbox)


def command_line(file: Path, changed: Mapping[str, str]) -> Sequence[str]:
    """Returns emitted flags with those replaced or added that name places of this machine."""
    emitted = file.read_text("utf-8").splitlines()
    kept = [flag for flag in emitted if flag.partition("=")[0] not in changed]
    return [*kept, *(f"{flag}={value}" for flag, value in changed.items())]
