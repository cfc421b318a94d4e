"""The page that compares ways to say one system tells what is so."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from signalwright.compile import compile_project
from tests.checkout import ROOT
from tests.servers.toolset import Toolset

HERE = Path(__file__).parent
PAGE = ROOT / "docs" / "language-comparison.md"
OURS = {"yaml": ["spec/shop/stack.yaml"], "python": ["spec/shop/stack.py"]}
BY_HAND = [
    "sloth/api.yaml",
    "sloth/importer.yaml",
    "rules.yml",
    "prometheus.yml",
    "alertmanager.yml",
    "shop.dashboard.py",
]
NAMES = (
    "http_requests_total",
    "http_request_duration_seconds",
    "import_rows_total",
    "import_queue_rows",
    "import_last_success_timestamp_seconds",
    "api",
    "importer",
    "pager",
    "chat",
    "audit",
)


def files(way: str) -> list[Path]:
    """Returns what a person writes; NthLayer makes no rules, routes and dashboards of it, so these come beside it."""
    if way in OURS:
        return [HERE / way / each for each in OURS[way]]
    by_hand = [HERE / "by-hand" / each for each in BY_HAND]
    if way == "nthlayer":
        return [*sorted((HERE / "nthlayer").glob("*.yaml")), *by_hand]
    return by_hand


def lines(way: str) -> int:
    """Returns how many lines a person writes, without empty ones."""
    return sum(bool(line.strip()) for each in files(way) for line in each.read_text("utf-8").splitlines())


def words(way: str) -> int:
    """Returns how many words and numbers a person writes, which doesn't depend on how lines are broken."""
    return sum(len(re.findall(r"\w+", each.read_text("utf-8"))) for each in files(way))


def again(way: str) -> int:
    """Returns how often a name of the system is written once more than is needed to say it."""
    text = "\n".join(each.read_text("utf-8") for each in files(way))
    found = [len(re.findall(rf"(?<![\w./]){name}(?:_bucket|_count)?(?![\w])", text)) for name in NAMES]
    return sum(max(0, each - 1) for each in found)


def shown() -> Iterator[tuple[str, dict[str, int]]]:
    """Yields the rows of the page's table of figures: what is counted, and the number for each way."""
    ways = ("yaml", "python", "by-hand", "nthlayer")
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [each.strip() for each in line.strip("|").split("|")]
        if len(cells) == 5 and all(each.isdigit() for each in cells[1:]):
            yield cells[0], dict(zip(ways, map(int, cells[1:]), strict=True))


def test_the_page_shows_what_is_counted() -> None:
    counted = dict(zip(("lines", "words", "names written again"), (lines, words, again), strict=True))
    assert dict(shown()) == {
        name: {way: count(way) for way in ("yaml", "python", "by-hand", "nthlayer")} for name, count in counted.items()
    }


@pytest.mark.parametrize("way", OURS)
def test_ours_is_at_most_a_third_of_the_lines_and_of_the_words(way: str) -> None:
    assert lines(way) * 3 <= lines("by-hand")
    assert words(way) * 3 <= words("by-hand")
    assert max(len(line) for each in files(way) for line in each.read_text("utf-8").splitlines()) <= 120


def test_both_of_ours_make_the_same_bytes() -> None:
    one, other = (compile_project(HERE / way) for way in OURS)
    assert not [*one.report, *other.report]
    (first,), (second,) = one.stacks, other.stacks
    assert {each.path: each.content for each in first.artifacts} == {
        each.path: each.content for each in second.artifacts
    }


# What is changed by mistake: in the file that is written by hand, in our spec, and the name of our finding.
MISTAKES = {
    "a label that the metric doesn't have": (
        ("rules.yml", 'status=~"5.."', 'code=~"5.."'),
        ('of: \'http_requests_total{status=~"5.."}', 'of: \'http_requests_total{code=~"5.."}'),
        "promql/unknown-label",
    ),
    "a metric that nobody exposes": (
        ("rules.yml", "expr: import_queue_rows", "expr: import_queue_row"),
        ("value: import_queue_rows", "value: import_queue_row"),
        "promql/unknown-metric",
    ),
    "a value that the label never has": (
        ("sloth/importer.yaml", 'result="failed"', 'result="faild"'),
        ('result="failed"', 'result="faild"'),
        "promql/unknown-label-value",
    ),
    "a bound between two buckets": (
        ("sloth/api.yaml", 'le="0.5"', 'le="0.4"'),
        ("below: 500ms", "below: 400ms"),
        "slos/no-such-bucket",
    ),
    "a rate of a gauge": (
        ("rules.yml", 'import_queue_rows{job="importer"} >', 'rate(import_queue_rows{job="importer"}[5m]) >'),
        ("{value: import_queue_rows,", "{rate: import_queue_rows, over: 5m,"),
        "alerts/wrong-metric-type",
    ),
    "a severity that no route knows": (
        ("rules.yml", "severity: warning", "severity: waring"),
        ("severity: warning", "severity: waring"),
        "language/unknown-reference",
    ),
    "an addition that matches no alert": (
        ("alertmanager.yml", 'compliance="audit"', 'complience="audit"'),
        ("also: [{labels: {compliance:", "also: [{labels: {complience:"),
        "routing/matches-nothing",
    ),
    "a share that is bound by 10 instead of 10 %": (
        ("rules.yml", "> 0.1", "> 10"),
        ("critical: 10%", "critical: 10"),
        "alerts/unit-mismatch",
    ),
    "an objective that lacks its percent sign": (
        ("sloth/api.yaml", "objective: 99.9", "objective: 0.999"),
        ("objective: 99.9%", "objective: 0.999"),
        "language/wrong-kind",
    ),
}
FOUND_BY_THEIR_TOOLS = {
    "a receiver that isn't declared": (
        ("alertmanager.yml", "receiver: pager", "receiver: pagr"),
        ("critical: [pager]", "critical: [pagr]"),
        "language/unknown-reference",
    ),
    "a parenthesis that isn't closed": (
        ("rules.yml", 'sum(rate(http_requests_total{job="api"}[5m]))', 'sum(rate(http_requests_total{job="api"}[5m])'),
        ('{status=~"5.."}\', to: http_requests_total, over', '{status=~"5.."\', to: http_requests_total, over'),
        "promql/bad-selector",
    ),
}
ALL = {**MISTAKES, **FOUND_BY_THEIR_TOOLS}


@pytest.mark.parametrize("mistake", ALL)
def test_a_mistake_in_our_spec_is_told(mistake: str, tmp_path: Path) -> None:
    _, (right, wrong), name = ALL[mistake]
    project = Path(shutil.copytree(HERE / "yaml", tmp_path / "project"))
    change(project / "spec" / "shop" / "stack.yaml", right, wrong)
    assert name in {each.name for each in compile_project(project).report}


@pytest.mark.servers
@pytest.mark.parametrize("mistake", [None, *ALL])
def test_their_tools_find_what_the_page_says(mistake: str | None, tmp_path: Path, debian_tools: Toolset) -> None:
    folder = Path(shutil.copytree(HERE / "by-hand", tmp_path / "by-hand"))
    if mistake is not None:
        name, right, wrong = ALL[mistake][0]
        change(folder / name, right, wrong)
    for each in ("api", "importer"):
        write_queries(folder / "sloth" / f"{each}.yaml", folder / f"sloth-{each}.yml")
    promtool, amtool = debian_tools.find("promtool"), debian_tools.find("amtool")
    judged: list[list[str | Path]] = [
        [promtool, "check", "config", "prometheus.yml"],
        [promtool, "check", "rules", "rules.yml", "sloth-api.yml", "sloth-importer.yml"],
        [amtool, "check-config", "alertmanager.yml"],
    ]
    answers = [subprocess.run(each, cwd=folder, capture_output=True, check=False).returncode for each in judged]
    assert any(answers) is (mistake in FOUND_BY_THEIR_TOOLS)


def test_the_page_names_each_mistake_with_our_finding() -> None:
    page = PAGE.read_text("utf-8")
    for mistake, (_, _, name) in ALL.items():
        theirs = "found" if mistake in FOUND_BY_THEIR_TOOLS else "not found"
        assert re.search(rf"^\| {re.escape(mistake)} \| {theirs} \| `{re.escape(name)}` \|$", page, re.MULTILINE), (
            mistake
        )


def write_queries(spec: Path, rules: Path) -> None:
    """Writes the queries of a spec for Sloth as records, in one of the windows that Sloth makes of them."""
    records = [
        {"record": f"slo:{name}", "expr": query.replace("{{.window}}", "5m")}
        for slo in yaml.safe_load(spec.read_text("utf-8"))["slos"]
        for name, query in slo["sli"]["events"].items()
    ]
    rules.write_text(yaml.safe_dump({"groups": [{"name": spec.stem, "rules": records}]}), encoding="utf-8")


def change(file: Path, right: str, wrong: str) -> None:
    """Makes a mistake in a file, at the first place of what was right."""
    text = file.read_text("utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
