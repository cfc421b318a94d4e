"""Each library against the page of its running exporter: types, labels, values, series, and silence without a cause."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from signalwright.compile import CompiledStack
from signalwright.diagnostics.diagnostic import Level
from signalwright.diagnostics.report import Report
from signalwright.exposed.conformance import conformance
from signalwright.exposed.declared import read_library
from signalwright.exposed.printing import block_of
from signalwright.exposed.proposals import proposals
from signalwright.expressions.cardinality import bound_of
from signalwright.ir.metric import Metric
from signalwright.language.source import Sources
from signalwright.library import library_names
from tests.exposed.projects import declared, metrics_of, names_on
from tests.library.installed import compiled_with
from tests.library.series import seen, up
from tests.servers.conformity import differences, read_families, unexplained
from tests.servers.exporting import Exporter, exporter_names, exporter_of
from tests.servers.toolset import Toolset
from tests.stacks.emitted import alerts, call, groups

pytestmark = pytest.mark.servers

OF_TARGETS = ("job", "instance", "service")
FEWEST = 10  # exporters of whose series something can be said together


@dataclass(frozen=True)
class Shown:
    """A library and what its running exporter shows."""

    exporter: Exporter
    stack: CompiledStack
    pages: tuple[str, ...]

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """The metrics of the library by name."""
        return self.stack.stack.services["seen"].metrics


@dataclass(frozen=True)
class Series:
    """How many series the metrics of a library have: by its declaration, and on the pages of its exporter."""

    estimated: int
    exposed: int


EXPORTERS = [
    pytest.param(name, marks=pytest.mark.current if exporter_of(name).is_current else ()) for name in exporter_names()
]


@pytest.fixture(scope="module", params=EXPORTERS)
def shown(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, debian_tools: Toolset
) -> Iterator[Shown]:
    exporter = exporter_of(request.param)
    versions = {each: debian_tools.versions[each] for each in ("prometheus", "alertmanager")}
    stack = compiled_with(exporter.library, tmp_path_factory.mktemp("stack"), versions)
    with exporter.read() as pages:
        yield Shown(exporter, stack, tuple(pages))


@pytest.fixture(scope="module")
def estimates() -> dict[str, Series]:
    """What the exporters that ran showed, library to series."""
    return {}


def test_every_exporter_has_a_library() -> None:
    assert set(exporter_names()) <= set(library_names())


def test_types_and_labels_are_those_of_the_page(shown: Shown) -> None:
    found = differences(shown.metrics, read_families(shown.pages))
    assert unexplained(found, shown.exporter.otherwise, shown.exporter.may_differ) == []


def test_a_running_exporter_conforms_to_its_library(shown: Shown, tmp_path: Path) -> None:
    library = read_library(shown.exporter.library, Sources(tmp_path), Report())
    outcome = conformance(library, metrics_of(*shown.pages))
    assert [each.message for each in outcome.found if each.level is Level.ERROR] == []
    assert outcome.compared


def test_a_running_exporter_conforms_to_what_is_discovered_on_it(shown: Shown) -> None:
    pages = metrics_of(*shown.pages)
    outcome = conformance(declared("\n".join(block_of(proposals(pages, honors=False), ""))), pages)
    assert [each.message for each in outcome.found] == []
    assert outcome.compared == len(names_on(pages))


def test_the_series_of_a_running_exporter_are_within_the_estimate(shown: Shown, estimates: dict[str, Series]) -> None:
    service = shown.stack.stack.services["seen"]
    families = read_families(shown.pages)
    # A page is that of one target, as the service has one.
    declared = {name: bound_of(metric, service) for name, metric in shown.metrics.items() if name in families}
    exposed = {name: len(families[name].samples) for name in declared}
    estimates[shown.exporter.library] = Series(
        sum(each.series for each in declared.values()) * len(shown.pages), sum(exposed.values())
    )
    known = {name: each.series * len(shown.pages) for name, each in declared.items() if not each.unknown}
    assert {name: exposed[name] for name, most in known.items() if exposed[name] > most} == {}


def test_no_alert_has_a_cause_on_an_idle_server(shown: Shown, debian_tools: Toolset, tmp_path: Path) -> None:
    raised = {str(rule["alert"]) for rule in alerts(shown.stack)}
    assert set(shown.exporter.may_fire) <= raised
    files = []
    for number, (group, rules) in enumerate(groups(shown.stack).items()):
        (tmp_path / f"rules{number}.yml").write_text(yaml.safe_dump({"groups": [{"name": group, "rules": rules}]}))
        files.append(f"rules{number}.yml")
    tests = [_silent(page, shown.exporter.may_fire) for page in shown.pages]
    content = {"rule_files": files, "evaluation_interval": "1m", "tests": tests}
    (tmp_path / "tests.yml").write_text(yaml.safe_dump(content), "utf-8")
    assert "SUCCESS" in call(debian_tools, "promtool", "test", "rules", str(tmp_path / "tests.yml"))


def test_the_estimate_of_all_is_within_a_factor_of_three(estimates: dict[str, Series]) -> None:
    if len(estimates) < FEWEST:
        pytest.skip(f"only {len(estimates)} exporters have run, and one alone may be smaller than others of its kind")
    for library, each in sorted(estimates.items()):
        print(f"{library}: {each.estimated} estimated, {each.exposed} exposed")
    estimated, exposed = (sum(getattr(each, key) for each in estimates.values()) for key in ("estimated", "exposed"))
    print(f"all: {estimated} estimated, {exposed} exposed")
    assert exposed / 3 <= estimated <= exposed * 3


def _silent(page: str, may_fire: Mapping[str, str]) -> dict[str, object]:
    """Returns a test of promtool: the page stays as it is for half an hour, and not even a pending alert is seen."""
    series = [up()]
    for family in read_families([page]).values():
        for sample in family.samples:
            if math.isfinite(sample.value):
                # A target that says its own `job` or `instance` doesn't change those that Prometheus gives.
                labels = {
                    f"exported_{name}" if name in OF_TARGETS else name: json.dumps(value, ensure_ascii=False)[1:-1]
                    for name, value in sample.labels.items()
                }
                series.append(seen(sample.name, f"{Decimal(repr(sample.value)):f}x35", **labels))
    excepted = "|".join(may_fire)
    silent = {"expr": f'ALERTS{{alertname!~"{excepted}"}}', "eval_time": "30m", "exp_samples": []}
    return {"interval": "1m", "input_series": series, "promql_expr_test": [silent]}
