"""What is found in rule files, which can say what specs can't."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from signalwright.checks.alerts import same_condition
from signalwright.checks.records import across_groups, duplicate, gone_between_evaluations, reads_itself, reads_later
from signalwright.diagnostics.diagnostic import Diagnostic, Level
from signalwright.diagnostics.span import Origin
from signalwright.expressions.rulebook import Rulebook
from signalwright.promql.catalogue import Catalogue
from tests.expressions.rules import Rule, rulebook

CLOSED = Catalogue(series={}, is_closed=True, external_labels={})


def told(relate: Callable[[Rulebook], Iterable[Diagnostic]], book: Rulebook) -> list[tuple[Level, tuple[object, ...]]]:
    """Returns the levels and the places of what is found."""
    found: list[tuple[Level, tuple[object, ...]]] = []
    for each in relate(book):
        assert isinstance(each.primary.place, Origin)
        found.append((each.level, each.primary.place.path))
    return found


def place(group: int, rule: int) -> tuple[object, ...]:
    return ("groups", group, "rules", rule, "expr")


def test_a_record_of_a_record_of_another_group_is_noted() -> None:
    book = rulebook({"a": [("x:y:z", "sum(up)")], "b": [("x:y:w", "x:y:z * 2"), ("Odd", "x:y:z > 5")]})
    assert told(across_groups.relate, book) == [(Level.NOTE, place(1, 0))]


def test_a_record_over_time_of_another_group_is_as_good_as_one_of_the_same() -> None:
    book = rulebook({"a": [("x:y:z", "sum(up)")], "b": [("x:y:w", "max_over_time(x:y:z[1h])")]})
    assert told(across_groups.relate, book) == []


def test_groups_that_are_derived_are_nobodys_to_join() -> None:
    groups = {"a": [("x:y:z", "sum(up)")], "b": [("x:y:w", "x:y:z * 2")]}
    assert told(across_groups.relate, rulebook(groups, catalogue=CLOSED)) == []


def test_a_record_that_its_own_group_makes_as_well_is_new_enough() -> None:
    groups = {"a": [("x:y:z", "sum(up)")], "b": [("x:y:z", "sum(down)"), ("x:y:w", "x:y:z * 2")]}
    assert told(across_groups.relate, rulebook(groups)) == []


def test_two_rules_of_one_series_are_a_warning_because_only_one_may_return_something() -> None:
    book = rulebook({"a": [("x:y:z", "sum(up)"), ("x:y:z", "sum(down)")]})
    assert told(duplicate.relate, book) == [(Level.WARNING, place(0, 1))]


def test_a_copy_with_another_label_is_not_made_of_itself() -> None:
    copy = 'label_replace(x:y:z{by="proxy"}, "by", "client", "", "")'
    assert told(reads_itself.relate, rulebook({"a": [("x:y:z", copy)]})) == []
    other = 'label_replace(x:y:z{by="proxy"}, "to", "client", "", "")'
    assert told(reads_itself.relate, rulebook({"a": [("x:y:z", other)]})) == [(Level.WARNING, place(0, 0))]


def test_a_rule_that_is_there_twice_is_a_warning() -> None:
    book = rulebook({"a": [("x:y:z", "sum by (a) (up)"), ("x:y:z", "(sum by (a) (up))")]})
    assert told(duplicate.relate, book) == [(Level.WARNING, place(0, 1))]


def test_rules_whose_series_may_differ_are_not_duplicates() -> None:
    rules: list[Rule] = [
        ("x:y:z", "up"),
        ("x:y:z", "sum by (a) (up)"),
        ("x:y:z", "sum(up)", {"a": "b"}),
        ("x:y:z", "sum(up)"),
    ]
    assert told(duplicate.relate, rulebook({"a": rules})) == []


def test_records_that_are_made_less_often_than_prometheus_looks_back_have_gaps() -> None:
    groups = {"a": [("Odd", "up > 5"), ("x:y:z", "sum(up)")]}
    assert told(gone_between_evaluations.relate, rulebook(groups, interval=301)) == [
        (Level.WARNING, ("groups", 0, "interval"))
    ]
    assert told(gone_between_evaluations.relate, rulebook(groups, interval=300)) == []
    assert told(gone_between_evaluations.relate, rulebook({"a": [("Odd", "up > 5")]}, interval=600)) == []


def test_a_record_with_other_labels_is_another_series() -> None:
    rules: list[Rule] = [("x:y:z", "up", {"by": "a"}), ("x:y:z", 'sum(x:y:z{by="a"})', {"by": "b"})]
    assert told(reads_itself.relate, rulebook({"a": rules})) == []
    assert told(reads_itself.relate, rulebook({"a": [("x:y:z", 'sum(x:y:z{by="a"})', {"by": "a"})]})) == [
        (Level.WARNING, place(0, 0))
    ]


def test_a_circle_is_told_once_and_not_as_a_matter_of_order() -> None:
    book = rulebook({"a": [("x:y:a", "x:y:c + 1"), ("x:y:b", "x:y:a + 1"), ("x:y:c", "x:y:b + 1")]})
    assert told(reads_itself.relate, book) == [(Level.WARNING, place(0, 0))]
    assert told(reads_later.relate, book) == []


def test_an_alert_before_its_record_reads_an_old_value() -> None:
    book = rulebook({"a": [("Odd", "x:y:z > 5"), ("x:y:z", "sum(up)")]})
    assert told(reads_later.relate, book) == [(Level.WARNING, place(0, 0))]


def test_the_same_alert_for_other_people_is_not_a_twin() -> None:
    one, other = ("Odd", "up == 5", {"team": "a"}), ("Odd", "up == 5", {"team": "b"})
    assert told(same_condition.relate, rulebook({"a": [one, other]})) == []
    assert told(same_condition.relate, rulebook({"a": [one, one]})) == [(Level.WARNING, place(0, 1))]
