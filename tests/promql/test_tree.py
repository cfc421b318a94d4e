"""Trees are walked and changed without being touched."""

from __future__ import annotations

from signalwright.promql.build import add, aggregate, call, number, series, subquery, topk
from signalwright.promql.printer import show
from signalwright.promql.tree import Expression, Parenthesis, Selector, Unary, transform, walk

TREE = add(Unary("-", Parenthesis(topk(3, series("a")))), call("f", subquery(series("b"), "5m"), series("c")))


def test_walking_meets_every_node_in_printed_order() -> None:
    assert [type(node).__name__ for node in walk(TREE)] == [
        "Binary", "Unary", "Parenthesis", "Aggregation", "Number", "Selector",
        "Call", "Subquery", "Selector", "Selector",
    ]  # fmt: skip
    assert [node.metric for node in walk(TREE) if isinstance(node, Selector)] == ["a", "b", "c"]


def test_a_change_reaches_every_place_and_leaves_the_old_tree() -> None:
    def rename(node: Expression) -> Expression:
        return series(f"{node.metric}_total") if isinstance(node, Selector) else node

    before = show(TREE)
    assert show(transform(TREE, rename)) == "-(topk(3, a_total)) + f(b_total[5m:], c_total)"
    assert show(TREE) == before


def test_a_change_sees_children_that_were_changed_already() -> None:
    def fold(node: Expression) -> Expression:
        return number(len(list(walk(node)))) if not isinstance(node, Selector) else number(1)

    assert show(transform(aggregate("sum", call("f", series("a"), series("b"))), fold)) == "2"


def test_what_does_not_change_stays_the_same_object() -> None:
    assert transform(TREE, lambda node: node) is TREE


def test_places_take_no_part_in_comparisons() -> None:
    assert Selector("a", span=(0, 1)) == Selector("a")
    assert hash(Selector("a", span=(0, 1))) == hash(Selector("a"))
