"""The stacks that facts are read from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from signalwright.compile import compile_project
from signalwright.reading.shown import choose
from signalwright.reading.view import View
from tests.checkout import ROOT

SPEC = Path(__file__).with_name("spec.yaml").read_text(encoding="utf-8")


@cache
def shop() -> View:
    """Returns the stack of `spec.yaml`."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "spec" / "shop" / "stack.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(SPEC, encoding="utf-8")
        compilation = compile_project(Path(folder))
        assert [str(each) for each in compilation.report] == []
        (view,) = choose(compilation, "shop")
        return view


def compiled(versions: Mapping[str, str] | None = None) -> list[View]:
    """Returns the stacks of `spec/` and that of this folder, each in one environment.

    Args:
        versions: Backend to version, instead of what the specs declare.
    """
    return [shop(), *choose(compile_project(ROOT, override=versions), None)]


def document(view: View, path: str) -> Any:
    """Returns an emitted YAML file as its reader sees it."""
    return yaml.safe_load(next(each.content for each in view.compiled.artifacts if each.path == path))


def line_of(text: str) -> str:
    """Returns the place of the only line of `spec.yaml` that holds a text."""
    (number,) = (index for index, line in enumerate(SPEC.splitlines(), 1) if text in line)
    return f"spec/shop/stack.yaml:{number}"
