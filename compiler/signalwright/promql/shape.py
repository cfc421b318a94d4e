"""Expressions with holes: printed once, filled many times.

Rules that a compiler generates have few forms and many fillings. A shape prints its form once and splits the text at
the holes, so that filling it only joins texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from functools import lru_cache
from typing import Literal

from signalwright.promql.duration import parse_duration
from signalwright.promql.layout import broken, flat
from signalwright.promql.printer import HoleKind, arrange, show
from signalwright.promql.spelling import escape, is_plain_label, is_plain_metric
from signalwright.promql.tree import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Grouping,
    Hole,
    Matching,
    Number,
    Selector,
    Slot,
    String,
    Subquery,
    transform,
)
from signalwright.records import record

_LINE_WIDTH = 100

# How much room a hole is given where lines are laid out, in characters. The layout is decided once, for the shape.
_TYPICAL_WIDTH: dict[HoleKind, int] = {"expression": 16, "metric": 32, "label": 12, "value": 12, "duration": 3}


@record
class Atom:
    """An expression that can fill a hole, because it never needs parentheses; printed once.

    Attributes:
        tree: A selector without offset or `@`, a number, a string, a call or an aggregation.
        text: The expression on one line.
    """

    tree: Expression
    text: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Prints the expression.

        Raises:
            ValueError: When it would need parentheses in some place, or has holes itself.
        """
        text = show(self.tree)
        match self.tree:
            case Selector(offset=None, at=None) | Number() | String() | Call() | Aggregation():
                if _has_holes(self.tree):
                    raise ValueError(f"`{text}` can't fill a hole: it has holes itself")
            case _:
                raise ValueError(f"`{text}` can't fill a hole: it needs parentheses in some places")
        object.__setattr__(self, "text", text)


Filling = Mapping[str, "str | Atom"]


@record
class Shape:
    """An expression with holes.

    Attributes:
        expression: The expression. A `Hole` is filled by an atom; a `Slot` as a metric name, a label name, the value of
            a matcher, a range or a step is filled by a text.
        layout: `line` for one line, `lines` to break what is long; where is decided here and not by what is filled in.
    """

    expression: Expression
    layout: Literal["line", "lines"] = "lines"
    _pieces: tuple[str, ...] = field(init=False, compare=False, repr=False)
    _gaps: tuple[tuple[int, HoleKind, str], ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Prints the expression and splits it at its holes."""
        taken = set(show(self.expression))
        begin, pad = [mark for mark in map(chr, range(0xE000, 0xF900)) if mark not in taken][:2]
        holes: list[tuple[HoleKind, str]] = []

        def mark(kind: HoleKind, name: str) -> str:
            holes.append((kind, name))
            return f"{begin}{len(holes) - 1}".ljust(_TYPICAL_WIDTH[kind], pad)

        arranged = arrange(self.expression, mark)
        text = flat(arranged) if self.layout == "line" else broken(arranged, _LINE_WIDTH)
        # Literal texts and the holes' numbers alternate; each number's place is where its filling goes.
        pieces = re.split(f"{begin}([0-9]+){pad}*", text)
        gaps = [(place, *holes[int(pieces[place])]) for place in range(1, len(pieces), 2)]
        object.__setattr__(self, "_pieces", tuple(pieces))
        object.__setattr__(self, "_gaps", tuple(gaps))

    @property
    def names(self) -> frozenset[str]:
        """The names that a filling has to give."""
        return frozenset(name for _, _, name in self._gaps)

    def fill(self, filling: Filling) -> str:
        """Returns the text with the holes filled.

        Args:
            filling: What is put into each hole, by name; names that the shape doesn't have are left aside.

        Returns:
            The PromQL text. On one line it is what `show(self.tree(filling))` prints.

        Raises:
            KeyError: When a hole's name is missing.
            ValueError: When a name or duration can't stand in its hole, or an atom stands in for a text or a text for
                an atom.
        """
        pieces = list(self._pieces)
        for place, kind, name in self._gaps:
            filled = filling[name]
            if isinstance(filled, Atom):
                pieces[place] = filled.text if kind == "expression" else _refuse(name, kind)
            else:
                pieces[place] = _print(kind, name, filled)
        return "".join(pieces)

    def tree(self, filling: Filling) -> Expression:
        """Returns the expression with the holes filled.

        Args:
            filling: What is put into each hole, by name.

        Returns:
            The expression, without holes.

        Raises:
            KeyError: When a hole's name is missing.
            ValueError: As `fill`.
        """
        self.fill(filling)

        def text(name: str) -> str:
            return str(filling[str(name)]) if isinstance(name, Slot) else name

        def optional(name: str | None) -> str | None:
            return None if name is None else text(name)

        def texts(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(map(text, names))

        def change(node: Expression) -> Expression:
            match node:
                case Hole():
                    atom = filling[node.name]
                    assert isinstance(atom, Atom), "a filling of the right kind was checked"
                    return atom.tree
                case Selector():
                    matchers = tuple(
                        replace(each, label=text(each.label), value=text(each.value)) for each in node.matchers
                    )
                    return replace(
                        node,
                        metric=optional(node.metric),
                        matchers=matchers,
                        range_=optional(node.range_),
                        offset=optional(node.offset),
                    )
                case Subquery():
                    step, offset = optional(node.step), optional(node.offset)
                    return replace(node, range_=text(node.range_), step=step, offset=offset)
                case Aggregation(grouping=Grouping() as grouping):
                    return replace(node, grouping=replace(grouping, labels=texts(grouping.labels)))
                case Binary(matching=Matching() as matching):
                    labels, include = texts(matching.labels), texts(matching.include)
                    return replace(node, matching=replace(matching, labels=labels, include=include))
                case _:
                    return node

        return transform(self.expression, change)


def _has_holes(expression: Expression) -> bool:
    found: list[str] = []

    def mark(_kind: HoleKind, name: str) -> str:
        found.append(name)
        return name

    arrange(expression, mark)
    return bool(found)


def _refuse(name: str, kind: HoleKind) -> str:
    wanted = "an atom" if kind == "expression" else f"the text of a {kind}"
    raise ValueError(f"the hole `{name}` takes {wanted}")


@lru_cache(maxsize=65_536)
def _print(kind: HoleKind, name: str, text: str) -> str:
    """Returns a text as it is printed in a hole of a kind; cached, because services fill many rules with the same."""
    match kind:
        case "value":
            return escape(text)
        case "metric" if is_plain_metric(text):
            return text
        case "label" if is_plain_label(text):
            return text
        case "duration" if parse_duration(text):
            return text
        case "expression":
            return _refuse(name, kind)
        case _:
            raise ValueError(f"`{text}` can't be the {kind} in the hole `{name}`")
