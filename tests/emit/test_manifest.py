"""What a manifest says of the targets that made the files of a stack."""

from __future__ import annotations

import json
from typing import Any

import pytest

from signalwright.emit.manifest import Versions, print_manifest

ALL = Versions("0.1.0", 1, {"loki": "1.1", "prometheus": "1.0"})


@pytest.mark.parametrize(
    ("path", "targets"),
    [
        ("prometheus/prometheus.yml", {"prometheus": "1.0"}),
        ("staging/loki/loki-config.yml", {"loki": "1.1"}),
        ("runbooks/queue.md", {}),
    ],
)
def test_a_target_that_made_nothing_of_a_stack_is_none_of_its_manifest(path: str, targets: dict[str, str]) -> None:
    read: Any = json.loads(print_manifest(ALL, {path: b""}))
    assert read["targets"] == targets
