"""Runs commands in this process, as a person would type them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from signalwright.cli import main

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "2.42", alertmanager: "0.25"}
secrets: {oncall: {file: /run/secrets/oncall}}
receivers: {oncall: {pagerduty: {routing_key: oncall}}}
teams: {web: {notify: {critical: [oncall], warning: [oncall]}}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics:
      http_requests_total: {type: counter, labels: {status: {like: "[1-5][0-9]{2}"}}}
    records: {requests: {rate: http_requests_total}}
    alerts:
      ApiDown: {when: down, for: 1m, severity: critical}
environments:
  drill: {emit: on-request, change: {services: {api: {scrape: ["127.0.0.1:8000"]}}}}
"""


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str


class Console:
    """A project in a scratch folder and a terminal in it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def write(self, path: str, text: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def run(self, *arguments: str) -> Answer:
        self._monkeypatch.chdir(self.folder)
        self._monkeypatch.setattr(sys, "argv", ["signalwright", *arguments])
        self._capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        captured = self._capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    def files(self, folder: str = "out") -> dict[str, bytes]:
        root = self.folder / folder
        return {str(each.relative_to(root)): each.read_bytes() for each in sorted(root.rglob("*")) if each.is_file()}
