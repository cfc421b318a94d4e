"""The pages of libraries say what they give, and the example does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from signalwright.library import library_names
from signalwright.reading.libraries import pages_of_libraries, print_libraries, write_libraries
from tests.checkout import ROOT
from tests.language.compiling import compile_text
from tests.library.test_libraries import STACK, written

PAGES = pages_of_libraries()
OVERVIEW = PAGES["libraries.md"]
ROW = re.compile(r"^\| `(\w+)` \| [a-z, ]* \| (?:`(?:above|below): [^`|]+`)? \| \w* \| [^|]+ \|$", re.MULTILINE)
METRIC = re.compile(r"^\| `(\w+)` \| ([a-z]+) \| [^|`]* \| ((?:`\w+`(?:, )?)*) \| ", re.MULTILINE)


def page(name: str) -> str:
    return PAGES[f"libraries/{name}.md"]


def files(folder: Path) -> dict[str, str]:
    pages = [folder / "libraries.md", *folder.glob("libraries/*")]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in pages}


def test_the_committed_pages_are_those_of_the_compiler() -> None:
    assert files(ROOT / "docs") == PAGES, "run `make schema`"


def test_the_overview_leads_to_the_page_of_each_library() -> None:
    assert re.findall(r"\]\((libraries/[^)]+)\)", OVERVIEW) == [f"libraries/{name}.md" for name in library_names()]


def test_the_pages_are_written_and_those_of_libraries_that_are_gone_are_removed(tmp_path: Path) -> None:
    write_libraries(tmp_path)
    (tmp_path / "libraries/gone.md").write_text(page("redis").replace("redis", "gone"), encoding="utf-8")
    (tmp_path / "libraries/own.md").write_text("# Of ours\n", encoding="utf-8")
    (tmp_path / "libraries/redis.md").write_text("older\n", encoding="utf-8")
    assert write_libraries(tmp_path) == ("libraries/gone.md",)
    assert files(tmp_path) == {**PAGES, "libraries/own.md": "# Of ours\n"}


def test_one_text_holds_the_overview_and_every_page() -> None:
    text = print_libraries()
    assert text.startswith(OVERVIEW)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == list(library_names())
    assert [each for each in PAGES.values() if each.split("\n\n", 1)[1].rpartition("\n\n")[0] not in text] == []


@pytest.mark.parametrize("name", library_names())
def test_each_alert_and_each_metric_of_a_library_stands_on_its_page(name: str) -> None:
    library = written(name)
    assert ROW.findall(page(name).partition("| metric |")[0]) == list(library["alerts"])
    assert METRIC.findall(page(name).partition("| metric |")[2]) == [
        (metric, each["type"], ", ".join(f"`{label}`" for label in each.get("labels", ())))
        for metric, each in library["metrics"].items()
    ]


def test_the_table_names_the_bound_that_a_service_can_change() -> None:
    assert "| `PostgresConnectionsNearLimit` | warning | `above: 80%` | 5m |" in page("postgres")
    assert "| `PostgresDown` | critical |  | 1m |" in page("postgres")


def test_no_template_of_prometheus_is_left_on_the_page() -> None:
    assert [path for path, text in PAGES.items() if "{{" in text] == []


def test_the_example_compiles_and_changes_what_it_names(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\nservices:\n(.*?)```", OVERVIEW, re.DOTALL)
    outcome = compile_text(tmp_path, STACK.format(name="process") + example)
    assert outcome.errors == ()
    (compiled,) = outcome.stacks.values()
    alerts = {each.name: each for each in compiled.stack.services["main-db"].alerts}
    assert "PostgresDeadlocks" not in alerts
    measured = alerts["PostgresConnectionsNearLimit"].thresholds[0].measured
    assert measured is not None
    assert f"{measured.bound:f}" == "0.9"
