"""Whatever is done to a spec, the compiler answers with diagnostics and never with an exception."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signalwright.emit.artifact import Artifact
from tests.language.compiling import compile_files
from tests.language.test_mistakes import SPECIMENS, specimen

ODD = [
    "",
    " ",
    "x",
    "-1",
    "0",
    "1e999",
    "0x10",
    "~",
    "null",
    "true",
    "{}",
    "[]",
    "[[]]",
    "{a: b}",
    "'",
    '"',
    "*a",
    "&a",
]
ODD += [
    "99.9%",
    "5m",
    "0s",
    "-5m",
    "2GiB",
    "9" * 30,
    ".inf",
    ".nan",
    "100%",
    "0%",
    "{{ $value }}",
    "a:b",
    "://",
    "..",
    "/",
]
ODD += [
    "'http_requests_total{'",
    "'x{a=\"\\\\\"}'",
    "'((('",
    "up or up",
    "\u202e",
    "\u00a0",
    "e\u0301",
    "\U0001f600",
    "down",
]

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(ODD),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
RELAXED = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def compile_and_print(root: Path, name: str, files: dict[str, str]) -> None:
    """Compiles, and prints what was made where there are no errors."""
    outcome = compile_files(root, files, lower=True)
    for each in outcome.errors:
        assert each.message
        assert each.help
        assert "Traceback" not in each.message
    for stack in outcome.stacks.values():
        assert all(isinstance(each, Artifact) for each in stack.artifacts)
    assert outcome.found or outcome.stacks, name


@pytest.mark.parametrize("which", SPECIMENS)
@RELAXED
@given(data=st.data())
def test_a_spec_whose_text_was_cut_and_pasted_is_never_a_crash(which: str, data: st.DataObject, tmp_path: Path) -> None:
    files = dict(specimen(which).files)
    name = data.draw(st.sampled_from(sorted(each for each in files if each.endswith(".yaml"))))
    text = files[name]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        text = text[:start] + data.draw(st.sampled_from(ODD) | st.text(max_size=5)) + text[end:]
    compile_and_print(tmp_path, name, {**files, name: text.encode("utf-8", "replace").decode("utf-8")})


@pytest.mark.parametrize("which", SPECIMENS)
@RELAXED
@given(data=st.data())
def test_a_spec_whose_values_were_replaced_is_never_a_crash(which: str, data: st.DataObject, tmp_path: Path) -> None:
    files = dict(specimen(which).files)
    name = data.draw(st.sampled_from(sorted(each for each in files if each.endswith(".yaml"))))
    spec = yaml.load(files[name], Loader=yaml.CSafeLoader)
    for _ in range(data.draw(st.integers(1, 3))):
        known = places(spec)
        holder, key = known[data.draw(st.integers(0, len(known) - 1))]
        holder[key] = data.draw(VALUES | st.sampled_from([value for _, _, value in leaves(spec)]))
    text = yaml.safe_dump(spec, allow_unicode=True)
    compile_and_print(tmp_path, name, {**files, name: text.encode("utf-8", "replace").decode("utf-8")})


def places(value: Any) -> list[tuple[Any, Any]]:
    """Returns every container with each of its keys or indices."""
    return [(holder, key) for holder, key, _ in nodes(value)]


def leaves(value: Any) -> list[tuple[Any, Any, Any]]:
    return [each for each in nodes(value) if not isinstance(each[2], (dict, list))]


def nodes(value: Any) -> list[tuple[Any, Any, Any]]:
    found: list[tuple[Any, Any, Any]] = []
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in pairs:
        found.append((value, key, child))
        found += nodes(child)
    return found
