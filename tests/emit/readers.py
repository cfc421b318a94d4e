"""The YAML readers that a printed document has to satisfy, by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from ruamel.yaml import YAML
from ryaml import loads  # type: ignore[attr-defined]  # ryaml doesn't mark what it re-exports


class GoLoader(yaml.SafeLoader):
    """Reads plain scalars as gopkg.in/yaml.v2 does (its `resolve.go`) on top of YAML 1.1.

    Beyond PyYAML it takes single letters for booleans, knows `0o17`, and gives everything that starts like a number to
    Go's number parsers after removing underscores.
    """


GoLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"[yYnN]\Z"), list("yYnN"))
GoLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(
        r"[-+]?(?:0[oO]?[0-7_]+|0[xX][0-9a-fA-F_.]+(?:[pP][-+]?[0-9_]+)?|0[bB][01_]+"
        r"|(?:[0-9_]*\.?[0-9_]+|[0-9_]+\.)(?:[eE][-+]?[0-9]+)?|\.?[iI]nf(?:inity)?|\.?[nN]a[nN])\Z"
    ),
    list("-+.0123456789iInN"),
)


def _ruamel(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def _pyyaml(text: str) -> Any:
    return yaml.load(text, yaml.SafeLoader)


def _pyyaml_c(text: str) -> Any:
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _go(text: str) -> Any:
    return yaml.load(text, GoLoader)


READERS: dict[str, Callable[[str], Any]] = {
    "YAML 1.1 (PyYAML)": _pyyaml,
    "YAML 1.1 (libyaml)": _pyyaml_c,
    "YAML 1.1 (Go)": _go,
    "YAML 1.2 (ruamel.yaml)": _ruamel,
    "YAML 1.2 (ryaml)": loads,
}
