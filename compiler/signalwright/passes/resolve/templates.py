"""Reports what is wrong in the templates of `summary` and `description`, before a server does.

Prometheus reads a template when it loads the rule, and refuses all rules where one can't be parsed. Whatever else is
wrong it tells when the alert fires, in place of the text. A label that the result of the rule doesn't have is no error
to it: people just read nothing there.
"""

from __future__ import annotations

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.span import Origin
from signalwright.go_templates.reading import Query, read_template
from signalwright.passes.resolve.scope import Path, Scope

_NAME = "__name__"


def check_template(scope: Scope, text: str, path: Path, labels: frozenset[str] | None) -> None:
    """Reports what is wrong in a template.

    Args:
        scope: The spec.
        text: What was written.
        path: Where.
        labels: The labels that the result of the rule may have, or None when they aren't known.
    """
    place = scope.locate(path)
    reading = read_template(text)
    for problem in reading.problems:
        where = place.within(problem.start, problem.end)
        scope.report.error("alerts/broken-template", problem.message, where, help=problem.help)
    for query in reading.queries:
        _check_query(scope, query, place)
    for read in reading.labels if labels is not None else ():
        if read.of is None and not read.is_guarded and read.label not in (labels or ()) and read.label != _NAME:
            scope.report.warning(
                "alerts/unknown-template-label",
                f"the alert has no label `{read.label}`, so nothing is shown here",
                place.within(read.start, read.end),
                help=_way_out(read.label, labels or frozenset()),
            )


def _check_query(scope: Scope, query: Query, place: Origin) -> None:
    from signalwright.promql.parsing.parser import parse

    for each in parse(query.text.text).mistakes:
        where = place.within(*query.text.place(each.start, each.end))
        scope.report.error("promql/syntax", each.message, where, help=each.help or "correct the PromQL expression")


def _way_out(label: str, labels: frozenset[str]) -> str:
    near = closest(label, sorted(labels))
    if near:
        return f"did you mean `{near}`?"
    if labels:
        return "its labels are " + ", ".join(f"`{name}`" for name in sorted(labels))
    return f"`by: [{label}]` keeps a label apart; leave it out where the metric has none"
