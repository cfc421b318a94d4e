"""The measured projects are what they are said to be."""

from __future__ import annotations

from pathlib import Path

from signalwright.compile import compile_project
from tests.bench.projects import make_expressions_project, make_project, make_rule_file, service_file
from tests.bench.run import count_expressions, size_of


def test_a_project_has_the_slos_that_were_asked_for_and_compiles(tmp_path: Path) -> None:
    assert make_project(tmp_path, 7) == 2
    compilation = compile_project(tmp_path)
    assert not compilation.report.has_errors
    services = compilation.stacks[0].stack.services.values()
    assert [len(service.slos) for service in services] == [5, 2]
    kinds = [type(slo.sli).__name__ for service in services for slo in service.slos]
    assert kinds.count("HistogramThreshold") == 2


def test_a_project_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    make_project(tmp_path / "one", 3)
    make_project(tmp_path / "two", 3)
    assert service_file(tmp_path / "one", 0).read_bytes() == service_file(tmp_path / "two", 0).read_bytes()


def test_rules_are_counted(tmp_path: Path) -> None:
    text = "groups:\n- name: a\n  rules:\n  - record: b\n  - alert: c\n    for: 1m\n"
    (tmp_path / "a.yml").write_text(text)
    assert size_of(tmp_path) == (2, len(text))


def test_a_project_has_the_expressions_that_were_asked_for_and_nothing_is_wrong_with_them(tmp_path: Path) -> None:
    make_expressions_project(tmp_path, 12)
    compilation = compile_project(tmp_path)
    assert list(compilation.report) == []
    services = compilation.stacks[0].stack.services.values()
    assert [len(service.alerts) for service in services] == [10, 2]


def test_a_rule_file_has_the_expressions_that_were_asked_for(tmp_path: Path) -> None:
    make_rule_file(tmp_path / "rules.yml", 12)
    assert count_expressions([str(tmp_path / "rules.yml")]) == 12
