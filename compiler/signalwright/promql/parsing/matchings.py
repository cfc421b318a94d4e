"""Reads lists of labels and the modifiers of operators, and says why something can't be an operand."""

from __future__ import annotations

from typing import Literal, NoReturn

from signalwright.promql.parsing.functions import FUNCTIONS
from signalwright.promql.parsing.judging import Judge
from signalwright.promql.parsing.mistake import Release
from signalwright.promql.parsing.scanner import END
from signalwright.promql.spelling import AGGREGATIONS, KEYWORDS, is_plain_label
from signalwright.promql.tree import Grouping, Matching, Span

_FILL: tuple[Release, str] = (3, 10), "promql-binop-fill-modifiers"
_QUOTED_NAMES: Release = (3, 0)
_LABELS = {"identifier", "name:", "min_of", "max_of"} | (AGGREGATIONS | KEYWORDS) - {"without"}


class MatchingReader(Judge):
    """Reads label lists and matchings."""

    def grouping(self) -> Grouping:
        """Reads `by (a, b)` or `without (a, b)`."""
        at = self.at
        kind: Literal["by", "without"] = "by" if self.kinds[at] == "by" else "without"
        self.at += 1
        labels = self.labels(kind)
        return Grouping(kind, labels, (self.starts[at], self.ends[self.at - 1]))

    def labels(self, word: str) -> tuple[str, ...]:
        """Reads a list of labels in parentheses.

        Args:
            word: What it follows, for messages.

        Returns:
            The labels in order.

        Raises:
            LostError: When there is no such list.
        """
        opening = self.at
        if self.kinds[opening] != "(":
            text = self.texts[opening]
            shown = text if text.isidentifier() else "job"
            self.unexpected("`(`", f"write the labels in parentheses: `{word} ({shown})`")
        self.at += 1
        labels: list[str] = []
        while (kind := self.kinds[self.at]) != ")":
            if kind == "string":
                start, end = self.starts[self.at], self.ends[self.at]
                label = self.string()
                if not label:
                    self.report("the label's name is empty", start, end, "write a label")
                if not is_plain_label(label):
                    self.need("a label's name in quotes", start, end, _QUOTED_NAMES)
            elif kind not in _LABELS:
                if kind == END:
                    break
                if kind in ("=", "!=", "==", "=~", "!~"):
                    self.unexpected(
                        "`,` or `)`", "write names of labels only; matchers stand in braces behind a metric"
                    )
                self.unexpected("a label", f"write names of labels: `{word} (job, instance)`")
            else:
                label = self.texts[self.at]
                if kind == "name:":
                    self.need("a label's name with `:`", self.starts[self.at], self.ends[self.at], _QUOTED_NAMES)
                self.at += 1
            labels.append(label)
            if self.kinds[self.at] == ",":
                self.at += 1
            elif self.kinds[self.at] not in (")", END):
                self.unexpected("`,` or `)`", f"write names of labels with commas: `{word} (job, instance)`")
        self.close(opening)
        return tuple(labels)

    def matching(self) -> Matching | None:
        """Reads what stands between an operator, or `bool` behind it, and the right side."""
        start = self.at
        kind: Literal["on", "ignoring"] = "ignoring"
        labels: tuple[str, ...] = ()
        group: Literal["left", "right"] | None = None
        include: tuple[str, ...] = ()
        word = self.kinds[start]
        if word in ("on", "ignoring"):
            kind = "on" if word == "on" else "ignoring"
            self.at += 1
            labels = self.labels(word)
            grouped = self.kinds[self.at]
            if grouped in ("group_left", "group_right"):
                group = "left" if grouped == "group_left" else "right"
                self.at += 1
                if self.kinds[self.at] == "(":
                    include = self.labels(grouped)
        fills: dict[str, str] = {}
        while (side := self.kinds[self.at]) in ("fill", "fill_left", "fill_right"):
            if side in fills or "fill" in fills or (fills and side == "fill"):
                self.unexpected("the right side", "write `fill (…)`, or `fill_left (…)` and `fill_right (…)` once each")
            self.need(f"`{side}`", self.starts[self.at], self.ends[self.at], *_FILL)
            self.at += 1
            fills[side] = self.fill_value(side)
        if self.at == start:
            return None
        left, right = (fills.get(each, fills.get("fill")) for each in ("fill_left", "fill_right"))
        return Matching(kind, labels, group, include, left, right, (self.starts[start], self.ends[self.at - 1]))

    def fill_value(self, word: str) -> str:
        """Reads the number in the parentheses of `fill`."""
        opening = self.at
        self.at += 1
        sign = ""
        if self.kinds[self.at] in ("+", "-"):
            sign = "-" if self.kinds[self.at] == "-" else ""
            self.at += 1
        if self.kinds[self.at] not in ("number", "duration"):
            self.unexpected("a number", f"write the value of series that are missing: `{word} (0)`")
        if self.kinds[self.at] == "duration":
            self.seconds(self.at)
        text = sign + self.texts[self.at]
        self.at += 1
        self.close(opening)
        return text

    def unknown_function(self, name: str, span: Span) -> None:
        """Notes that there is no function of a name, with the closest that there is."""
        from signalwright.diagnostics.closest import closest

        near = name.lower() if name.lower() in FUNCTIONS else closest(name, list(FUNCTIONS))
        if near:
            way_out = f"did you mean `{near}`?"
        elif ":" in name:
            way_out = "a recording rule is read without parentheses"
        else:
            way_out = "write a function of PromQL: https://prometheus.io/docs/prometheus/latest/querying/functions/"
        self.report(f"there is no function `{name}`", *span, way_out)

    def no_operand(self) -> NoReturn:
        """Says that the next token can't begin an operand.

        Raises:
            LostError: Always.
        """
        kind = self.kinds[self.at]
        if kind == END and self.at and self.kinds[self.at - 1] in ("(", "["):
            self.close(self.at - 1)
        if kind in ("=", "=~", "!~"):
            self.wrong_operator()
        if kind == END:
            way_out = "write a metric, a number or a function behind it"
            self.unexpected(None, way_out)
        if kind in (")", ",") and self.at:
            what = "is missing before" if kind == "," or self.kinds[self.at - 1] != "(" else "is missing in"
            self.unexpected(None, f"an expression {what} it")
        self.unexpected(None, "write a metric, a number, a function or an aggregation here")

    def wrong_operator(self) -> NoReturn:
        """Says what to write instead of `=`, `=~` and `!~` outside of braces.

        Raises:
            LostError: Always.
        """
        kind = self.kinds[self.at]
        if kind == "=":
            before = self.kinds[self.at - 1] if self.at else ""
            if before in (">", "<"):
                way_out = f"write `{before}=` without a space"
            elif before in ("==", "!=", ">=", "<="):
                way_out = f"write `{before}` alone"
            else:
                way_out = "values are compared with `==`"
            if self.kinds[self.at + 1] in (">", "<"):
                way_out = f"write `{self.kinds[self.at + 1]}=`"
        else:
            way_out = f'regular expressions are for labels, in braces: `metric{{label{kind}"a|b"}}`'
        self.unexpected(None, way_out)

    def misplaced_operand(self) -> NoReturn:
        """Says why what follows a complete expression can't.

        Raises:
            LostError: Always.
        """
        kind = self.kinds[self.at]
        if kind in ("=", "=~", "!~"):
            self.wrong_operator()
        if kind in ("by", "without"):
            self.unexpected(None, f"`{kind}` belongs to an aggregation: `sum {kind} (job) (metric)`")
        if kind in ("]", "}"):
            opening = "[" if kind == "]" else "{"
            self.unexpected(None, f"it closes no `{opening}`")
        if kind in ("on", "ignoring", "group_left", "group_right", "bool", "fill", "fill_left", "fill_right"):
            self.unexpected(None, f"`{kind}` stands behind an operator: `a / {kind} …`")
        if kind == "(" and self.kinds[self.at - 1] == "name:":
            self.unexpected(None, "a name with `:` is a recording rule's, and is read without parentheses")
        self.unexpected(None, "an operator is missing before it")

    def unexpected_closing(self) -> NoReturn:
        """Says that a `)` closes nothing.

        Raises:
            LostError: Always.
        """
        self.give_up("`)` closes nothing", self.starts[self.at], self.ends[self.at], "remove it, or write the `(`")
