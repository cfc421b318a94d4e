"""Which labels the alerts of a rule have when they are told to people."""

from __future__ import annotations

from signalwright import names
from signalwright.ir.rules import AlertingRule, Shaped
from signalwright.promql.catalogue import Catalogue, Domain
from signalwright.promql.typing.analysis import Analysis
from signalwright.promql.typing.labels import ANYTHING, LabelFact, Labels, Reason, State

_SET = Reason("is set by the rule")
_MISSING = LabelFact(State.IMPOSSIBLE, _SET)


def labels_of_alerts(catalogue: Catalogue, rule: AlertingRule) -> Labels:
    """Returns what is known of the labels of a rule's alerts: those of its series, its own and external ones.

    Args:
        catalogue: The series that its expression can read.
        rule: The rule.
    """
    found = ANYTHING if isinstance(rule.query, Shaped) else Analysis(catalogue, rule.query.tree).result.labels
    known = dict(found.known)
    for label, value in catalogue.external_labels.items():
        # A label that a series has already is kept.
        if known.get(label, found.rest).state is State.IMPOSSIBLE:
            known[label] = _fixed(value)
        else:
            known[label] = LabelFact(State.GUARANTEED, known.get(label, found.rest).reason)
    for label, value in {**rule.labels, names.ALERT_NAME: rule.alert}.items():
        known[label] = _fixed(value) if value else _MISSING
    return Labels(known, found.rest)


def _fixed(value: str) -> LabelFact:
    return LabelFact(State.GUARANTEED, _SET, Domain((value,)))
