"""Prometheus agrees on which templates fail."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.go_templates.examples import FAIL, REFUSED, WORK
from tests.servers.toolset import Toolset

_FAILED = ("<error expanding template", "%!")


def rules(texts: tuple[str, ...]) -> str:
    alerts = [
        {"alert": f"A{index}", "expr": "x_total > 1", "labels": {"severity": "page"}, "annotations": {"text": text}}
        for index, text in enumerate(texts)
    ]
    return json.dumps({"groups": [{"name": "all", "rules": alerts}]})


@pytest.mark.current
@pytest.mark.parametrize("text", REFUSED)
def test_prometheus_refuses_rules_with_such_a_template(text: str, current_tools: Toolset, tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(rules((text,)), encoding="utf-8")
    command = [str(current_tools.find("promtool")), "check", "rules", str(tmp_path / "rules.yml")]
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


@pytest.mark.current
@pytest.mark.parametrize(("texts", "fails"), [(FAIL, True), (WORK, False)], ids=["fail", "work"])
def test_prometheus_writes_an_error_in_place_of_a_text_that_fails(
    texts: tuple[str, ...], fails: bool, current_tools: Toolset, tmp_path: Path
) -> None:
    (tmp_path / "rules.yml").write_text(rules(texts), encoding="utf-8")
    series = [
        {"series": 'x_total{job="api",instance="h.x.y:80"}', "values": "7 7 7"},
        {"series": 'up{job="api",instance="h:80"}', "values": "1 1 1"},
    ]
    expected = [{"exp_annotations": {"text": "nothing says this"}}]
    asked = [{"eval_time": "1m", "alertname": f"A{index}", "exp_alerts": expected} for index in range(len(texts))]
    test = {"interval": "1m", "input_series": series, "alert_rule_test": asked}
    written = {"rule_files": ["rules.yml"], "evaluation_interval": "1m", "tests": [test]}
    (tmp_path / "test.yml").write_text(json.dumps(written), encoding="utf-8")
    command = [str(current_tools.find("promtool")), "test", "rules", "test.yml"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    said = result.stdout + result.stderr
    got = dict(re.findall(r"alertname: A(\d+), time.*?got:\[?(.*?)(?=alertname: A\d+, time|\Z)", said, re.DOTALL))
    assert len(got) == len(texts), said
    wrong = [texts[int(index)] for index, shown in got.items() if any(each in shown for each in _FAILED) is not fails]
    assert wrong == []
