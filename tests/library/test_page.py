"""The page of libraries says what they give, and its example does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from signalwright.library import library_names
from signalwright.reading.libraries import print_libraries
from tests.checkout import ROOT
from tests.language.compiling import compile_text
from tests.library.test_libraries import STACK, written

PAGE = print_libraries()
ROW = re.compile(r"^\| `(\w+)` \| [a-z, ]* \| (?:`(?:above|below): [^`|]+`)? \| \w* \| [^|]+ \|$", re.MULTILINE)


def section(name: str) -> str:
    return PAGE.split(f"\n## {name}\n")[1].split("\n## ")[0]


def test_the_committed_page_is_that_of_the_compiler() -> None:
    assert (ROOT / "docs/libraries.md").read_text(encoding="utf-8") == PAGE, "run `make schema`"


@pytest.mark.parametrize("name", library_names())
def test_each_alert_and_each_metric_of_a_library_stands_in_its_section(name: str) -> None:
    library = written(name)
    assert ROW.findall(section(name)) == list(library["alerts"])
    assert [each for each in library["metrics"] if f"`{each}`" not in section(name)] == []


def test_the_table_names_the_bound_that_a_service_can_change() -> None:
    assert "| `PostgresConnectionsNearLimit` | warning | `above: 80%` | 5m |" in section("postgres")
    assert "| `PostgresDown` | critical |  | 1m |" in section("postgres")


def test_no_template_of_prometheus_is_left_on_the_page() -> None:
    assert "{{" not in PAGE


def test_the_example_compiles_and_changes_what_it_names(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\nservices:\n(.*?)```", PAGE, re.DOTALL)
    outcome = compile_text(tmp_path, STACK.format(name="process") + example)
    assert outcome.errors == ()
    (compiled,) = outcome.stacks.values()
    alerts = {each.name: each for each in compiled.stack.services["main-db"].alerts}
    assert "PostgresDeadlocks" not in alerts
    measured = alerts["PostgresConnectionsNearLimit"].thresholds[0].measured
    assert measured is not None
    assert f"{measured.bound:f}" == "0.9"
