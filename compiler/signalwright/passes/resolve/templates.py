"""Finds what is wrong in the templates of `summary` and `description`, before a server does.

Prometheus reads a template when it loads the rule, and refuses all rules where one is broken. A label that the result
of the rule doesn't have is no error to it: people just read nothing in its place.

The language is that of Go's `text/template`; what stands in it besides is in Prometheus's template reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from signalwright.diagnostics.closest import closest
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.records import record

_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/)|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'|(?P<close>-?\}\})|(?P<space>\s+)"""
    r"""|(?P<variable>\$\w*)(?P<fields>(?:\.\w+)*)|\.[\w.]*|(?P<word>\w[\w.]*)|(?P<wrong>[{}"`'])|.""",
    re.DOTALL,
)
_OPEN = frozenset({"if", "with", "range", "define", "block"})
_VARIABLES = ("$labels", "$value", "$externalLabels", "$externalURL")
_FUNCTIONS = (
    *("humanize", "humanize1024", "humanizeDuration", "humanizePercentage", "humanizeTimestamp", "toTime"),
    *("title", "toUpper", "toLower", "match", "reReplaceAll", "stripPort", "stripDomain", "parseDuration"),
    *("query", "first", "label", "value", "strvalue", "sortByLabel", "graphLink", "tableLink", "pathPrefix"),
    *("externalURL", "printf", "print", "println", "index", "slice", "len", "and", "or", "not", "eq", "ne", "lt", "le"),
    *("gt", "ge", "if", "else", "end", "with", "range", "template", "define", "block", "break", "continue", "true"),
    *("false", "nil", "args", "safeHtml", "now", "toDuration", "urlQueryEscape", "urlquery", "html", "js", "call"),
)


@record
class Problem:
    """Something wrong in a template.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last one.
        message: What is wrong.
        help: The way out.
        label: The label of which there is none, when that is what is wrong.
    """

    start: int
    end: int
    message: str
    help: str
    label: str | None = None


def check_template(scope: Scope, text: str, path: Path, labels: frozenset[str] | None) -> None:
    """Reports what is wrong in a template.

    Args:
        scope: The spec.
        text: What was written.
        path: Where.
        labels: The labels that the result of the rule may have, or None when they aren't known.
    """
    place = scope.locate(path)
    for each in problems(text, labels):
        where = place.within(each.start, each.end)
        if each.label is None:
            scope.report.error("alerts/broken-template", each.message, where, help=each.help)
        else:
            scope.report.warning("alerts/unknown-template-label", each.message, where, help=each.help)


def problems(text: str, labels: frozenset[str] | None) -> Iterator[Problem]:
    """Yields what is wrong in a template; of its structure the first thing only, because the rest follows from it.

    Args:
        text: The template.
        labels: The labels that the result of the rule may have, or None when they aren't known.
    """
    blocks: list[tuple[int, int, str]] = []
    variables = {*_VARIABLES, "$"}
    at = 0
    while (start := text.find("{{", at)) >= 0:
        tokens: list[re.Match[str]] = []
        at = start + 2
        while True:
            token = _TOKEN.match(text, at)
            if token is None:
                yield Problem(start, start + 2, "`{{` is never closed", "close it with `}}`")
                return
            if token["wrong"]:
                way_out = "close the action with `}}`" if token[0] in "{}" else f"close the text with `{token[0]}`"
                yield Problem(token.start(), token.end(), f"`{token[0]}` can't stand in a template's action", way_out)
                return
            at = token.end()
            if token["close"]:
                break
            tokens.append(token)
        words = [each for each in tokens if not (each["space"] or each["comment"] or each[0] == "-")]
        if not words and not any(each["comment"] for each in tokens):
            yield Problem(start, at, "the action is empty", "write `{{ $value }}`, or leave it out")
            return
        first = words[0][0] if words else ""
        if first in ("end", "else"):
            if not blocks:
                yield Problem(start, at, f"`{first}` has no `if`, `with` or `range` before it", "leave it out")
                return
            if first == "end":
                blocks.pop()
        elif first in _OPEN:
            blocks.append((start, at, first))
        for each, after in pairwise(words):
            if each["variable"] and after[0] in (":", ",", "="):
                variables.add(each[0])
        guarded = first in _OPEN or first == "else"
        yield from _names(words, variables)
        if labels is not None and not guarded:
            around = "".join(text[begin:end] for begin, end, _ in blocks)
            yield from _labels(words, labels, around)
    if blocks:
        begin, end, word = blocks[-1]
        yield Problem(begin, end, f"`{word}` has no `end`", "add `{{ end }}`")


def _names(words: list[re.Match[str]], variables: set[str]) -> Iterator[Problem]:
    """Yields unknown variables, and functions that are nearly one that there is: nobody knows all that later come."""
    for each in words:
        variable, word = each["variable"], each["word"]
        if variable and variable not in variables:
            near = closest(variable, sorted(variables - {"$"}))
            known = ", ".join(f"`{name}`" for name in _VARIABLES[:2])
            way_out = f"did you mean `{near}`?" if near else f"use {known}"
            yield Problem(each.start(), each.start() + len(variable), f"there is no variable `{variable}`", way_out)
        elif word and word not in _FUNCTIONS and not word[0].isdigit() and (near := closest(word, _FUNCTIONS)):
            yield Problem(each.start(), each.end(), f"there is no function `{word}`", f"did you mean `{near}`?")


def _labels(words: list[re.Match[str]], labels: frozenset[str], around: str) -> Iterator[Problem]:
    """Yields labels that the result doesn't have, but for those that a block around asks for first."""
    for each in words:
        if each["variable"] != "$labels" or not each["fields"]:
            continue
        label = each["fields"].split(".")[1]
        if label in labels or f"$labels.{label}" in around:
            continue
        near = closest(label, sorted(labels))
        known = ", ".join(f"`{name}`" for name in sorted(labels))
        way_out = (
            f"did you mean `{near}`?"
            if near
            else f"its labels are {known}"
            if labels
            else f"`by: [{label}]` keeps a label apart; leave it out where the metric has none"
        )
        yield Problem(
            each.start(), each.end(), f"the alert has no label `{label}`, so nothing is shown here", way_out, label
        )
