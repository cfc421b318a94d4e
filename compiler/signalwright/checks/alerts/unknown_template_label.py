"""A summary or a description shows a label that the alert doesn't have.

Nothing stands in its place in the message. Counters and histograms are added up to the whole service, so that their
alerts have only the labels that `by` keeps apart; gauges have those of their series, `job` and `instance` among them.
Raw PromQL keeps what it says: `sum by (job)` leaves `job` alone. Labels that the rule itself sets, such as `severity`,
are no labels of the series, and a template doesn't see them. What stands in a block that asks first,
`{{ with $labels.instance }}…{{ end }}`, is passed over.

Bad: nothing says which target fails,

```yaml
Failures: {when: {rate: failures_total, above: 5}, severity: warning, summary: "{{ $labels.instance }} fails"}
```

Good:

```yaml
Failures:
  when: {rate: failures_total, by: [instance], above: 5}
  severity: warning
  summary: "{{ $labels.instance }} fails"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.expressions.rulebook import Rulebook
from signalwright.expressions.texts import Text, query_facts, raw_texts, texts_of
from signalwright.go_templates.reading import LabelRead, Query
from signalwright.ir.rules import AlertingRule
from signalwright.promql.catalogue import Catalogue
from signalwright.promql.tree import Verbatim
from signalwright.promql.typing.facts import Facts

LEVEL = Level.WARNING
_NAME = "alerts/unknown-template-label"


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields a warning for each label that a template shows and that the result of its expression can't have."""
    for text in raw_texts(rulebook):
        for read in text.reading.labels:
            if read.of is None and not read.is_guarded:
                yield from _of_alert(text, read, rulebook.facts(text.rule))
    for entry in rulebook.entries:
        if isinstance(entry.rule, AlertingRule):
            for text in texts_of(entry.rule):
                yield from _of_others(text, rulebook.catalogue)


def _of_alert(text: Text, read: LabelRead, facts: Facts) -> Iterator[Diagnostic]:
    if facts.labels.can_have(read.label) or read.label == "__name__":
        return
    message = f"the alert has no label `{read.label}`, so nothing is shown here"
    if read.label in text.rule.labels:
        help_ = f"the rule sets `{read.label}`, and templates see the labels of the series only: write its value here"
        if "{{" in text.rule.labels[read.label]:
            help_ = f"the rule sets `{read.label}`, and templates see the labels of the series only"
    else:
        help_ = _way_out(read.label, facts)
    yield Diagnostic(
        _NAME,
        message,
        Label(text.origin.within(read.start, read.end)),
        _reason(text.rule, read.label, facts),
        help_,
        LEVEL,
    )


def _reason(rule: AlertingRule, label: str, facts: Facts) -> tuple[Label, ...]:
    """Returns where the expression loses a label, when that is a place in what people wrote."""
    tree = rule.query.tree
    reason = facts.labels.fact(label).reason
    if not isinstance(tree, Verbatim) or tree.origin is None or reason.span is None:
        return ()
    return (Label(tree.origin.within(*reason.span), f"`{label}` {reason.text}"),)


def _way_out(label: str, facts: Facts) -> str:
    there = sorted(facts.labels.possible)
    near = closest(label, there)
    if near is not None:
        return f"did you mean `{near}`?"
    if there and facts.labels.is_closed:
        shown = ", ".join(f"`{name}`" for name in there[:8])
        return f"its labels are {shown}; keep `{label}` in the expression if it matters"
    return f"keep `{label}` in the expression, or leave it out of the text"


def _of_others(text: Text, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yields the labels of queries, and those outside of the stack, that aren't there."""
    known: dict[int, Facts | None] = {}
    for read in text.reading.labels:
        if read.is_guarded or read.label == "__name__":
            continue
        place = Label(text.origin.within(read.start, read.end))
        if (
            read.of == "external"
            and catalogue.is_closed
            and not catalogue.is_seen
            and read.label not in catalogue.external_labels
        ):
            there = ", ".join(f"`{name}`" for name in sorted(catalogue.external_labels))
            message = f"there is no external label `{read.label}`, so nothing is shown here"
            yield Diagnostic(_NAME, message, place, (), f"the external labels are {there}", LEVEL)
        if isinstance(read.of, Query):
            if id(read.of) not in known:
                known[id(read.of)] = query_facts(read.of, catalogue)
            facts = known[id(read.of)]
            if facts is not None and not facts.labels.can_have(read.label):
                message = f"the result of the query has no label `{read.label}`, so nothing is shown here"
                reason = facts.labels.fact(read.label).reason
                where = (
                    (Label(text.origin.within(*read.of.text.place(*reason.span)), f"`{read.label}` {reason.text}"),)
                    if reason.span is not None
                    else ()
                )
                yield Diagnostic(_NAME, message, place, where, _way_out(read.label, facts), LEVEL)
