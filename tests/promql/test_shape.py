"""A shape that is filled says the same as its tree."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalwright.promql.build import (
    aggregate,
    both,
    call,
    compare,
    equal,
    number,
    on,
    over,
    rate,
    ratio,
    series,
    shifted,
    subquery,
    total,
)
from signalwright.promql.printer import show
from signalwright.promql.shape import Atom, Filling, Shape
from signalwright.promql.tree import Expression, Hole, Matcher, Selector, Slot, Unary, Verbatim, walk

selected = Selector(
    Slot("metric"), (equal("job", Slot("job")), Matcher(Slot("label"), "=~", Slot("job"))), Slot("range")
)

SHAPES: list[Expression] = [
    Hole("part"),
    ratio(Hole("part"), Hole("whole")),
    compare(ratio(total(call("rate", selected), by=("service",)), Hole("whole")), ">", Hole("least")),
    subquery(Hole("part"), Slot("range"), Slot("range")),
    call("rate", shifted(selected, Slot("range"))),
    both(Hole("part"), Hole("whole"), on(Slot("label"), group="left", include=(Slot("label"),))),
    aggregate("sum", Unary("-", Hole("part")), by=(Slot("label"), "service")),
]

atoms = st.sampled_from(
    [Atom(series("a")), Atom(series(None, [equal("b", 'x"')])), Atom(number("0.1")), Atom(rate(series("a"), "5m"))]
)
fillings = st.fixed_dictionaries(
    {
        "part": atoms,
        "whole": atoms,
        "least": atoms,
        "metric": st.sampled_from(["a", "http_requests_total", "job:up:rate5m"]),
        "label": st.sampled_from(["b", "status"]),
        "job": st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        "range": st.sampled_from(["5m", "1h30m"]),
    }
)


@given(st.sampled_from(SHAPES), fillings, st.sampled_from(["line", "lines"]))
def test_a_filled_shape_is_its_tree_printed(
    expression: Expression, filling: Filling, layout: Literal["line", "lines"]
) -> None:
    shape = Shape(expression, layout)
    tree = shape.tree(filling)
    assert "".join(shape.fill(filling).split()) == "".join(show(tree).split())
    if layout == "line":
        assert shape.fill(filling) == show(tree)
    assert Shape(tree).names == frozenset()
    assert not any(isinstance(node, Hole) for node in walk(tree))


def test_a_shape_names_what_it_needs() -> None:
    assert Shape(SHAPES[2]).names == {"metric", "job", "label", "range", "whole", "least"}


def test_lines_are_laid_out_by_the_shape_and_not_by_what_fills_it() -> None:
    shape = Shape(both(compare(Hole("a"), ">", 1), compare(Hole("b"), ">", 1)))
    short = {"a": Atom(series("a")), "b": Atom(series("b"))}
    long = {"a": Atom(series("a" * 90)), "b": Atom(series("b" * 90))}
    assert shape.fill(short) == "a > 1 and b > 1"
    assert shape.fill(long) == f"{'a' * 90} > 1 and {'b' * 90} > 1"

    wide = Shape(both(compare(Hole("a"), ">", 1), series("c" * 90)))
    assert wide.fill(short) == f"a > 1\n  and {'c' * 90}"


def test_text_that_looks_like_a_hole_stays_text() -> None:
    written = Selector("x", (equal("a", "\ue0000\ue001\ue002"),))
    shape = Shape(ratio(written, Hole("whole")), "line")
    assert shape.fill({"whole": Atom(series("y"))}) == 'x{a="\ue0000\ue001\ue002"} / y'


@pytest.mark.parametrize(
    "expression",
    [number(-1), ratio(series("a"), series("b")), shifted(series("a"), "5m"), Verbatim("a"), call("f", Hole("x"))],
)
def test_what_might_need_parentheses_or_has_holes_is_no_atom(expression: Expression) -> None:
    with pytest.raises(ValueError, match="can't fill a hole"):
        Atom(expression)


@pytest.mark.parametrize(
    ("name", "filled"),
    [
        ("metric", "a.b"),
        ("metric", "sum"),
        ("metric", Atom(series("a"))),
        ("label", "a-b"),
        ("range", "5 minutes"),
        ("range", "0s"),
        ("part", "a"),
    ],
)
def test_what_does_not_fit_a_hole_is_refused(name: str, filled: str | Atom) -> None:
    shape = Shape(call("f", selected, Hole("part")))
    right: dict[str, str | Atom] = {"metric": "a", "job": "b", "label": "c", "range": "5m", "part": Atom(series("d"))}
    shape.fill(right)
    with pytest.raises(ValueError, match=r"hole|duration"):
        shape.fill(right | {name: filled})
    with pytest.raises(ValueError, match=r"hole|duration"):
        shape.tree(right | {name: filled})


def test_a_missing_filling_is_named() -> None:
    with pytest.raises(KeyError, match="least"):
        Shape(Hole("least")).fill({})


def test_a_slot_equals_no_text() -> None:
    assert equal("a", Slot("b")) != equal("a", "b")
    assert equal("a", Slot("b")) == equal("a", Slot("b"))
    assert len({Slot("b"), "b"}) == 2


def test_filled_texts_are_escaped() -> None:
    shape = Shape(over(series("x", [equal("a", Slot("value"))]), "5m"))
    assert shape.fill({"value": 'q"\\\n'}) == r'x{a="q\"\\\n"}[5m]'


def test_numbers_fill_holes_exactly() -> None:
    assert Shape(Hole("n")).fill({"n": Atom(number(Decimal("0.0010")))}) == "0.001"
