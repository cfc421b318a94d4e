"""Whatever the bytes are, reading them gives values or diagnostics, never an exception."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signalwright.diagnostics.render.text import render
from signalwright.diagnostics.report import Report
from signalwright.language.source import Sources
from signalwright.language.source.document import Document
from signalwright.language.source.problems import report_problems

SPEC = """\
signalwright: 1
stack: shop
backends:
  prometheus: {version: "3.15", at: "prometheus:9090", keep: 90d}
secrets: {oncall: {file: /run/secrets/oncall}}
teams: &teams
  web: {notify: {critical: [oncall], warning: [oncall]}}
services:
  api:
    team: web   # the owners
    scrape: ["api:8000"]
    metrics:
      http_requests_total: {type: counter, labels: {status: {like: "[1-5][0-9]{2}"}}}
    alerts:
      HighErrorRate:
        when:
          expr: >-
            rate(http_requests_total{status=~"5.."}[5m])
              / rate(http_requests_total[5m]) > 0.05
        summary: 'It''s broken: "{{ $value }}"'
        description: |
          Первая строка
          second \\u0041 line 😀
        again: *teams
"""
PIECES = [
    *"\t\0[]{}'\"|>#\\@`,\n",
    "\r\n", "!x ", "&a ", "*a", "<<: ", "---\n", "...\n", "%YAML 1.2\n", ": ", "- ", "? ", "\\x41", "\ufeff",
    "\u2028", "\x85", "\xa0", "e\u0301", "1: ", "~: ", "  ",
]  # fmt: skip


def read(root: Path, content: bytes) -> None:
    path = root / "a.yaml"
    path.write_bytes(content)
    sources, report = Sources(root), Report()
    source = sources.load(path, report)
    assert (source is None) == report.has_errors
    exact = Report()
    try:
        report_problems(Document("a.yaml", content.decode("utf-8-sig")), exact)
    except UnicodeDecodeError:
        assert [each.name for each in report] == ["language/not-utf-8"]
    assert set(exact) <= set(report), "a file that looked harmless was not examined"
    for each in report:
        assert each.help
        for label in (each.primary, *each.secondary):
            place = sources.locate(label.place)
            assert place is not None
            assert 1 <= place.line <= place.end_line
            assert place.column >= 1
            assert (place.end_line, place.end_column) >= (place.line, place.column)
            assert sources.line("a.yaml", place.end_line) is not None
    assert "\x1b" not in render(report, sources, colour=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


many = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(content=st.binary(max_size=200))
def test_any_bytes(folder: Path, content: bytes) -> None:
    read(folder, content)


@many
@given(parts=st.lists(st.sampled_from([*PIECES, "a", "b: 1", "key"]), max_size=25))
def test_any_signs_of_yaml(folder: Path, parts: list[str]) -> None:
    read(folder, "".join(parts).encode())


@many
@given(data=st.data())
def test_a_changed_spec(folder: Path, data: st.DataObject) -> None:
    text = SPEC
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        end = min(len(text), at + data.draw(st.integers(0, 12)))
        piece = data.draw(st.sampled_from([*PIECES, "", text[at:end] * 2]))
        text = text[:at] + piece + text[end:]
    read(folder, text.encode())


@many
@given(at=st.integers(0, len(SPEC.encode())), byte=st.binary(min_size=1, max_size=2))
def test_a_spec_with_a_changed_byte(folder: Path, at: int, byte: bytes) -> None:
    content = SPEC.encode()
    read(folder, content[:at] + byte + content[at + 1 :])
