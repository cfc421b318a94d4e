"""Checks the syntax of PromQL that people wrote; what it means is checked when the stack is whole."""

from __future__ import annotations

from signalwright.passes.resolve.scope import Path, Scope
from signalwright.promql.variables import INTERVALS, stand_in, without_variables


def _with_variables(message: str, text: str) -> str:
    """Returns what is said about an expression with the variables that its writer knows."""
    for variable in sorted(set(INTERVALS.findall(text)), key=len, reverse=True):
        message = message.replace(stand_in(variable), variable)
    return message


def check_expression(scope: Scope, text: str, path: Path) -> bool:
    """Checks the syntax of a raw expression.

    Args:
        scope: The spec.
        text: The PromQL text.
        path: Where it is written.

    Returns:
        Whether it can be emitted; otherwise an error was reported.
    """
    from signalwright.promql.parsing.parser import parse

    place, written = scope.locate(path), text
    text = without_variables(text)
    mistakes = parse(text).mistakes
    for each in mistakes:
        where = place.within(each.start, each.end)
        way_out = _with_variables(each.help or "correct the PromQL expression", written)
        scope.report.error("promql/syntax", _with_variables(each.message, written), where, help=way_out)
    return not mistakes
