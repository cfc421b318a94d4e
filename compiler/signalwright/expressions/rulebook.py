"""All rules together, for checks that compare them with each other."""

from __future__ import annotations

from functools import cached_property

from signalwright.expressions.use import Role, Use
from signalwright.ir.rules import AlertingRule, RecordingRule, RuleFile, RuleGroup
from signalwright.promql.catalogue import Catalogue
from signalwright.promql.typing.analysis import Analysis
from signalwright.promql.typing.facts import Facts
from signalwright.records import record


@record
class Entry:
    """A rule in its place.

    Attributes:
        file: The rule file.
        group: The group.
        index: Its place in the group, from 0.
        rule: The rule.
    """

    file: RuleFile
    group: RuleGroup
    index: int
    rule: AlertingRule | RecordingRule


class Rulebook:
    """The rules of a stack, or of files that were read.

    Attributes:
        files: The rule files.
        uses: The expressions that people wrote, those of panels among them.
        catalogue: The series that there are.
    """

    def __init__(self, files: tuple[RuleFile, ...], uses: tuple[Use, ...], catalogue: Catalogue) -> None:
        """Takes the rules; the arguments are the attributes of the same names."""
        self.files = files
        self.uses = uses
        self.catalogue = catalogue
        self._facts: dict[int, Facts] = {}
        self._whole = {id(use.rule): use for use in uses if use.role in (Role.ALERT, Role.RECORD) and not use.is_part}

    def facts(self, rule: AlertingRule | RecordingRule) -> Facts:
        """Returns what is known of the result of a rule."""
        found = self._facts.get(id(rule))
        if found is None:
            use = self._whole.get(id(rule))
            found = use.analysis.result if use is not None else Analysis(self.catalogue, rule.query.tree).result
            self._facts[id(rule)] = found
        return found

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every rule in the order in which it stands."""
        return tuple(
            Entry(file, group, index, rule)
            for file in self.files
            for group in file.groups
            for index, rule in enumerate(group.rules)
        )
