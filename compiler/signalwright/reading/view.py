"""A compiled stack as facts are read from it: places as text, and what is looked up more than once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from signalwright import names
from signalwright.compile import CompiledStack
from signalwright.diagnostics.span import Locator, Place
from signalwright.ir.alert import Alert
from signalwright.ir.rules import AlertingRule, RuleFile, RuleGroup
from signalwright.ir.values import Duration
from signalwright.records import record


@record
class Raised:
    """An alerting rule where it stands.

    Attributes:
        file: The rule file.
        group: The group within it.
        rule: The rule.
    """

    file: RuleFile
    group: RuleGroup
    rule: AlertingRule


class View:
    """A stack in one environment.

    Attributes:
        compiled: The stack with its artifacts.
        stack: The resolved stack.
        others: The other environments that the stack is compiled for.
        out: The folder of the project's artifacts.
    """

    def __init__(self, compiled: CompiledStack, locator: Locator, others: Sequence[str] = (), out: str = "out") -> None:
        """Starts with nothing looked up.

        Args:
            compiled: The stack.
            locator: Turns places into lines.
            others: The other environments that the stack is compiled for.
            out: The folder of the project's artifacts.
        """
        self.compiled = compiled
        self.stack = compiled.stack
        self.others = tuple(others)
        self.out = out
        self._locator = locator

    def at(self, place: Place | None) -> str:
        """Returns where something is written, `spec/shop/stack.yaml:12`; the file alone where no line is known."""
        if place is None:
            return ""
        found = self._locator.locate(place)
        if found is None or not found.line:
            return place.file
        return f"{found.file}:{found.line}"

    @cached_property
    def raised(self) -> tuple[Raised, ...]:
        """All alerting rules in the order of their files."""
        return tuple(
            Raised(file, group, rule)
            for file in self.stack.rules
            for group in file.groups
            for rule in group.rules
            if isinstance(rule, AlertingRule)
        )

    @cached_property
    def alerts(self) -> Mapping[tuple[str, str | None], Alert]:
        """The alerts that people declared, by name and service."""
        return {(each.name, each.service): each for each in self.stack.all_alerts}

    def open_labels(self, rule: AlertingRule) -> frozenset[str] | None:
        """Returns the labels that the alerts of a rule have from their series; None when they aren't known."""
        alert = self.alerts.get((rule.alert, rule.service))
        if alert is None:
            # The records that an SLO's alert reads have no labels but those that the rule sets.
            return frozenset()
        severity = rule.labels[names.SEVERITY]
        return next((each.labels for each in alert.thresholds if each.severity == severity), None)

    def fixed_labels(self, rule: AlertingRule) -> dict[str, str]:
        """Returns the labels that every alert of a rule has when it reaches Alertmanager."""
        return {names.ALERT_NAME: rule.alert, **self.place_labels, **rule.labels}

    @cached_property
    def place_labels(self) -> dict[str, str]:
        """The labels that Prometheus adds to all alerts of the stack."""
        environment = self.stack.environment
        return {names.STACK: self.stack.name, **({names.ENVIRONMENT: environment} if environment is not None else {})}

    def evaluated(self, group: RuleGroup) -> Duration | None:
        """Returns how often a group is evaluated, or None when no Prometheus of the stack evaluates it."""
        if group.interval is not None:
            return group.interval
        backend = self.stack.backends.get("prometheus")
        every = getattr(backend.settings, "evaluate_every", None) if backend is not None else None
        return every if isinstance(every, Duration) else None
