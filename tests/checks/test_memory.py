"""Expressions in which nothing was found aren't examined again, unless something changed that a check looks at."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright import checks
from signalwright.checks import memory
from signalwright.compile import compile_project
from signalwright.expressions import examine

HEAD = """\
signalwright: 1
stack: shop
backends: {prometheus: {version: "3.15", keep: 90d}}
teams: {web: {}}
services:
  api:
    scrape: ["api:8000"]
    metrics: {asked_total: {type: counter, labels: [status]}, failed_total: counter}
    records:
"""


def write(root: Path, text: str) -> None:
    (root / "spec/shop").mkdir(parents=True, exist_ok=True)
    (root / "spec/shop/stack.yaml").write_text(text, encoding="utf-8")


def spec(*expressions: str) -> str:
    return HEAD + "".join(
        f"      r{index}: {{expr: '{each}', unit: ratio}}\n" for index, each in enumerate(expressions)
    )


FIRST = "sum(rate(asked_total[5m]))"
SECOND = "sum(rate(failed_total[5m]))"


class Examined:
    """Counts which expressions are examined."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path, root: Path) -> None:
        self.texts: list[str] = []
        self.folder, self.root = folder, root
        original = examine.examined

        def counting(use: object, run: object) -> object:
            self.texts.append(use.text)  # type: ignore[attr-defined]  # It is a Use.
            return original(use, run)  # type: ignore[arg-type]

        monkeypatch.setattr(examine, "examined", counting)
        monkeypatch.setattr(checks, "WORTH_REMEMBERING", 1)

    def run(self) -> tuple[list[str], list[str]]:
        """Returns what was examined, and the names of what was found."""
        self.texts = []
        compiled = compile_project(self.root, cache=self.folder)
        return self.texts, [each.name for each in compiled.report]


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Examined:
    return Examined(monkeypatch, tmp_path / "cache", tmp_path)


def test_what_was_clean_is_not_examined_again(examined: Examined) -> None:
    write(examined.root, spec(FIRST, SECOND))
    assert examined.run() == ([FIRST, SECOND], [])
    assert examined.run() == ([], [])


def test_what_was_found_is_told_each_time(examined: Examined) -> None:
    wrong = 'rate(asked_total{stauts="500"}[5m])'
    write(examined.root, spec(FIRST, SECOND, wrong))
    for expected in ([FIRST, SECOND, wrong], [wrong]):
        assert examined.run() == (expected, ["promql/unknown-label"])


def test_only_what_changed_is_examined(examined: Examined) -> None:
    write(examined.root, spec(FIRST, SECOND))
    examined.run()
    write(examined.root, spec(FIRST, SECOND.replace("5m", "10m")))
    assert examined.run()[0] == [SECOND.replace("5m", "10m")]


def test_another_declaration_of_a_metric_that_is_read_counts(examined: Examined) -> None:
    write(examined.root, spec(FIRST, SECOND))
    examined.run()
    write(examined.root, spec(FIRST, SECOND).replace("failed_total: counter", "failed_total: gauge"))
    assert examined.run() == ([SECOND], ["promql/rate-of-gauge"])


def test_another_setting_of_the_server_counts(examined: Examined) -> None:
    write(examined.root, spec(FIRST, "sum(rate(failed_total[30d]))"))
    examined.run()
    write(examined.root, spec(FIRST, "sum(rate(failed_total[30d]))").replace("keep: 90d", "keep: 15d"))
    assert examined.run()[1] == ["promql/window-beyond-retention"]


def test_another_judge_counts(examined: Examined, monkeypatch: pytest.MonkeyPatch) -> None:
    write(examined.root, spec(FIRST))
    examined.run()
    monkeypatch.setattr(memory, "_sources", lambda packages: [b"another check"])
    assert examined.run()[0] == [FIRST]


def test_few_expressions_are_examined_each_time(examined: Examined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "WORTH_REMEMBERING", 3)
    write(examined.root, spec(FIRST, SECOND))
    for _ in range(2):
        assert examined.run()[0] == [FIRST, SECOND]
    assert not examined.folder.exists()


def test_a_spoiled_memory_and_one_that_cannot_be_written_do_no_harm(examined: Examined) -> None:
    write(examined.root, spec(FIRST, SECOND))
    examined.run()
    (kept,) = examined.folder.iterdir()
    kept.write_bytes(b"nonsense of no certain length")
    assert examined.run() == ([FIRST, SECOND], [])
    kept.unlink()
    examined.folder.rmdir()
    examined.folder.write_text("a file")
    assert examined.run() == ([FIRST, SECOND], [])


def test_nothing_is_kept_that_no_expression_needs_any_more(examined: Examined) -> None:
    write(examined.root, spec(FIRST, SECOND))
    examined.run()
    (kept,) = examined.folder.iterdir()
    size = len(kept.read_bytes())
    write(examined.root, spec(FIRST))
    examined.run()
    assert len(kept.read_bytes()) == size // 2
