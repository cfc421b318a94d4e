"""Checks PromQL that people wrote: its syntax, and that it says whose metric it reads."""

from __future__ import annotations

from signalwright.passes.resolve.scope import Path, Scope
from signalwright.passes.resolve.series import Catalogue, metric_of_series
from signalwright.promql.gate import metric_names
from signalwright.promql.variables import INTERVALS, stand_in, without_variables


def _with_variables(message: str, text: str) -> str:
    """Returns what is said about an expression with the variables that its writer knows."""
    for variable in sorted(set(INTERVALS.findall(text)), key=len, reverse=True):
        message = message.replace(stand_in(variable), variable)
    return message


def check_expression(scope: Scope, catalogue: Catalogue, service: str | None, text: str, path: Path) -> bool:
    """Checks a raw expression.

    Args:
        scope: The spec.
        catalogue: The metrics of every service.
        service: The service in whose block it stands, or None.
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
    if mistakes:
        return False
    for name, start, end in metric_names(text):
        owners = sorted(each for each, known in catalogue.items() if metric_of_series(known.metrics, name) is not None)
        if len(owners) > 1 and not any(f'"{catalogue[each].job}"' in text for each in owners):
            meant = catalogue[service if service in owners else owners[0]].job
            scope.report.error(
                "promql/ambiguous-metric",
                f"several services declare `{name}`: " + ", ".join(f"`{each}`" for each in owners),
                place.within(start, end),
                help=f'say whose it is: `{name}{{job="{meant}"}}`',
            )
            return False
    return True
