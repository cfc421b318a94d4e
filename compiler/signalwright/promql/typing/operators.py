"""What operators make of their sides: labels, units and the values that are possible."""

from __future__ import annotations

import math
from dataclasses import replace

from signalwright.promql.catalogue import Series, SeriesType
from signalwright.promql.tree import Aggregation, Binary, Call, Expression, Number, Parenthesis, Selector
from signalwright.promql.typing.facts import INFINITY, Branch, Facts
from signalwright.promql.typing.joins import clash_of, joined_labels
from signalwright.promql.typing.labels import scalar_labels, united
from signalwright.promql.typing.units import PER_SECOND, PERCENT, RATIO, Unit, product, unit_of

COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
FLIPPED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "==", "!=": "!="}
_MOST_BRANCHES = 12


def facts_of_operator(node: Binary, left: Facts, right: Facts) -> Facts:
    """Returns what a binary operator returns.

    Args:
        node: The operator.
        left: What is known of its left side.
        right: What is known of its right side.
    """
    if left.kind == "scalar" and right.kind == "scalar":
        return _of_scalars(node, left, right)
    if node.operator in ("and", "unless", "or"):
        return _of_sets(node, left, right)
    if left.kind == "scalar" or right.kind == "scalar":
        vector, scalar = (right, left) if left.kind == "scalar" else (left, right)
        first, *others = [_with_scalar(node, each, scalar, left.kind == "scalar") for each in vector.branches]
        if node.operator in COMPARISONS and not node.bool_:
            # Where a series of the first hides those of the others, and is left out itself, nothing remains.
            others = [replace(each, always=False, is_filtered=True) for each in others]
        return Facts("instant", (first, *others))
    branches = []
    for ours in left.branches:
        partners = [each for each in right.branches if clash_of(node.matching, ours.labels, each.labels) is None]
        # A side that never finds a partner is reported for itself, and nothing shall follow from it.
        branches.append(_of_vectors(node, ours, partners or list(right.branches)))
    return Facts("instant", tuple(branches))


def numbers(operator: str, left: float, right: float) -> float | None:
    """Returns the result of an operator between two numbers as Prometheus computes it, or None for what it isn't."""
    try:
        match operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return (
                    left / right
                    if right
                    else (math.nan if not left or math.isnan(left) else math.copysign(INFINITY, left))
                )
            case "%":
                return math.fmod(left, right) if right else math.nan
            case "^":
                return float(left**right)
            case "atan2":
                return math.atan2(left, right)
    except (OverflowError, ZeroDivisionError, ValueError, TypeError):
        return None
    return float(compare(operator, left, right))


def compare(operator: str, left: float, right: float) -> bool:
    """Returns whether a comparison of two numbers holds."""
    return {
        "==": left == right, "!=": left != right, ">": left > right, "<": left < right, ">=": left >= right,
        "<=": left <= right,
    }.get(operator, False)  # fmt: skip


def _of_scalars(node: Binary, left: Facts, right: Facts) -> Facts:
    number = None
    if left.number is not None and right.number is not None:
        number = numbers(node.operator, left.number, right.number)
    labels = scalar_labels("a number", node.span)
    unit = _unit(node, left.unit, right.unit, left.number is not None, right.number is not None)
    low, high = (number, number) if number is not None else (-INFINITY, INFINITY)
    return Facts("scalar", (Branch(labels=labels, unit=unit, low=low, high=high, always=True, node=node),), number)


def _of_sets(node: Binary, left: Facts, right: Facts) -> Facts:
    if node.operator == "or":
        branches = (*left.branches, *right.branches)
        if len(branches) > _MOST_BRANCHES:
            branches = (_merged(branches),)
        return Facts("instant", branches)
    if node.operator == "unless":
        return Facts("instant", tuple(replace(each, always=False, is_filtered=True) for each in left.branches))
    found = []
    for ours in left.branches:
        partners = [each for each in right.branches if clash_of(node.matching, ours.labels, each.labels) is None]
        # A branch without a partner never returns anything; when none has one, that is reported by itself.
        if partners or len(left.branches) == 1:
            found.append(replace(ours, always=ours.always and any(each.always for each in partners), is_filtered=True))
    return Facts("instant", tuple(found) or tuple(replace(each, is_filtered=True) for each in left.branches))


def _merged(branches: tuple[Branch, ...]) -> Branch:
    labels = branches[0].labels
    for each in branches[1:]:
        labels = united(labels, each.labels)
    return Branch(
        labels=labels,
        low=min(each.low for each in branches),
        high=max(each.high for each in branches),
        always=any(each.always for each in branches),
        is_filtered=all(each.is_filtered for each in branches),
    )


def _with_scalar(node: Binary, vector: Branch, scalar: Facts, is_left: bool) -> Branch:
    operator, number = node.operator, scalar.number
    if operator in COMPARISONS:
        if node.bool_:
            return _verdict(node, vector)
        compared = FLIPPED[operator] if is_left else operator
        if number is None:
            return replace(vector, is_filtered=True, always=False, node=node)
        low, high = narrow(compared, vector.low, vector.high, number)
        constant = vector.low == vector.high and compare(compared, vector.low, number)
        return replace(
            vector, low=low, high=high, is_filtered=True if not constant else vector.is_filtered,
            always=vector.always and constant, node=node,
        )  # fmt: skip
    low, high = -INFINITY, INFINITY
    if number is not None:
        low, high = (
            _interval(operator, (number, number), (vector.low, vector.high))
            if is_left
            else _interval(operator, (vector.low, vector.high), (number, number))
        )
    elif operator in ("*", "/", "+") and vector.low >= 0 and scalar.low >= 0:
        low = 0.0
    own = _value_unit(vector)
    first, second = (scalar.unit, own) if is_left else (own, scalar.unit)
    unit = _unit(node, first, second, is_left and number is not None, not is_left and number is not None)
    if operator == "*" and number == 100 and own == RATIO:
        unit = PERCENT
    kind = (
        vector.type
        if operator in ("*", "/", "+", "-") and not (is_left and operator in ("-", "/"))
        else SeriesType.GAUGE
    )
    if kind in (SeriesType.BUCKET, SeriesType.HISTOGRAM) and operator in ("+", "-"):
        kind = SeriesType.GAUGE
    if kind is vector.type is SeriesType.BUCKET:
        unit = vector.unit
    return replace(vector, type=kind, unit=unit, low=low, high=high, node=node)


def narrow(operator: str, low: float, high: float, number: float) -> tuple[float, float]:
    """Returns what a comparison with a number leaves of an interval; where that is nothing, low is above high."""
    match operator:
        case ">" | ">=":
            bound = math.nextafter(number, INFINITY) if operator == ">" else number
            return max(low, bound), high
        case "<" | "<=":
            bound = math.nextafter(number, -INFINITY) if operator == "<" else number
            return low, min(high, bound)
        case "==":
            return max(low, number), min(high, number)
        case _:
            return low, high


def _verdict(node: Binary, side: Branch) -> Branch:
    return replace(side, type=SeriesType.GAUGE, unit=None, low=0.0, high=1.0, node=node)


def _of_vectors(node: Binary, left: Branch, partners: list[Branch]) -> Branch:
    right = partners[0] if len(partners) == 1 else _merged(tuple(partners))
    labels = joined_labels(node, left.labels, right.labels)
    is_filtered = left.is_filtered or right.is_filtered
    always = left.always and right.always
    if node.operator in COMPARISONS:
        if node.bool_:
            return _verdict(node, replace(left, labels=labels, is_filtered=is_filtered, always=always))
        return replace(left, labels=labels, is_filtered=True, always=False, key=None, node=node)
    whole = whole_of_share(node)
    if whole is not None:
        low, high = 0.0, whole
        unit: Unit | None = RATIO if whole == 1 else PERCENT if whole == 100 else None
    else:
        low, high = _interval(node.operator, (left.low, left.high), (right.low, right.high))
        unit = _unit(node, _value_unit(left), _value_unit(right), False, False)
        same = {each.metric for each in left.sources} == {each.metric for each in right.sources} and left.sources
        if unit is None and node.operator == "/" and same and left.is_rated is right.is_rated:
            unit = _unit_of_mean(left, right)
    kind = SeriesType.GAUGE
    # What was counted here and not there rises and falls: so many are on their way.
    if left.type is right.type and (
        node.operator == "+" or (node.operator == "-" and left.type is not SeriesType.COUNTER)
    ):
        kind = left.type
    elif node.operator in ("*", "/") and SeriesType.INFO in (left.type, right.type):
        kind = right.type if left.type is SeriesType.INFO else left.type
        unit = right.unit if left.type is SeriesType.INFO else left.unit
    if SeriesType.UNKNOWN in (left.type, right.type):
        kind = SeriesType.UNKNOWN
    return Branch(
        labels=labels,
        type=kind,
        is_rated=left.is_rated or right.is_rated,
        unit=unit,
        low=low,
        high=high,
        always=always,
        is_filtered=is_filtered,
        sources=_both(left.sources, right.sources),
        node=node,
    )


def _unit_of_mean(left: Branch, right: Branch) -> Unit | None:
    """Returns the unit of a quotient of the same metric: a ratio, or that of the metric for a sum by its count."""
    ours, theirs = _value_unit(left), _value_unit(right)
    if theirs is not None:
        return None
    unit = unit_of(left.sources[0].unit)
    if any(each.name == f"{each.metric}_sum" for each in (*left.sources, *right.sources)):
        is_mean = all(each.name == f"{each.metric}_sum" and unit_of(each.unit) == unit for each in left.sources)
        is_mean = is_mean and all(each.name == f"{each.metric}_count" for each in right.sources)
        # After a calculation with a number the values are no longer in the metric's unit.
        return unit if is_mean and ours in (unit, product(unit, PER_SECOND)) else None
    if ours is None:
        return RATIO
    return ours if {each.type for each in left.sources} == {SeriesType.HISTOGRAM} else None


def _both(left: tuple[Series, ...], right: tuple[Series, ...]) -> tuple[Series, ...]:
    """Returns the series of two sides, each once; those of the first alone when they are many."""
    if left is right or len(left) >= 8:
        return left
    return (*left, *(each for each in right if not any(each is other for other in left)))


def _value_unit(branch: Branch) -> Unit | None:
    return None if branch.type is SeriesType.BUCKET else branch.unit


def _unit(node: Binary, left: Unit | None, right: Unit | None, left_number: bool, right_number: bool) -> Unit | None:
    """Returns the unit of a result; a plain number takes the unit of the other side, or changes it nobody knows how."""
    operator = node.operator
    if operator in COMPARISONS:
        return None if node.bool_ else left
    if operator in ("+", "-"):
        if left_number or right_number:
            return right if left_number else left
        return left if left == right else None
    if left_number or right_number:
        return None
    if operator in ("*", "/"):
        return product(left, right, 1 if operator == "*" else -1)
    return None


def _interval(operator: str, left: tuple[float, float], right: tuple[float, float]) -> tuple[float, float]:
    """Returns the values that an operator can have between two intervals; all of them where that isn't simple."""
    (a, b), (c, d) = left, right
    if math.isinf(a) and math.isinf(b) and math.isinf(c) and math.isinf(d):
        return -INFINITY, INFINITY
    match operator:
        case "+":
            return _clean(a + c, -INFINITY), _clean(b + d, INFINITY)
        case "-":
            return _clean(a - d, -INFINITY), _clean(b - c, INFINITY)
        case "*":
            corners = [_times(x, y) for x in (a, b) for y in (c, d)]
            return min(corners), max(corners)
        case "/" if c > 0 or d < 0:
            corners = [_clean(x / y, 0.0) for x in (a, b) for y in (c, d)]
            return min(corners), max(corners)
        case "/" if a >= 0 and c >= 0:
            return 0.0, INFINITY
        case "%" if a >= 0:
            return 0.0, b
        case _:
            return -INFINITY, INFINITY


def _clean(value: float, otherwise: float) -> float:
    return otherwise if math.isnan(value) else value


def _times(left: float, right: float) -> float:
    return 0.0 if left == 0 or right == 0 else left * right


def whole_of_share(node: Binary) -> float | None:
    """Returns what a whole is in a part by its whole, the same counter asked for more narrowly; None for others.

    That is 1 in `part / whole`, and 100 in `100 * part / whole`.
    """
    if node.operator != "/":
        return None
    number, numerator = 1.0, node.left
    while isinstance(numerator, Parenthesis):
        numerator = numerator.expression
    if isinstance(numerator, Binary) and numerator.operator == "*" and isinstance(numerator.left, Number):
        text = numerator.left.text.lower()
        number, numerator = float(int(text, 16) if text.startswith("0x") else float(text)), numerator.right
    part, whole = _counted(numerator), _counted(node.right)
    if part is None or whole is None or part[0] != whole[0] or part[1].metric != whole[1].metric:
        return None
    if part[1].metric is None or part[1].range_ != whole[1].range_ or part[1].offset != whole[1].offset:
        return None
    return number if set(whole[1].matchers) <= set(part[1].matchers) and number > 0 else None


def _counted(expression: Expression) -> tuple[tuple[object, ...], Selector] | None:
    """Returns what is done to a selector, sums of rates only, and the selector."""
    done: list[object] = []
    while True:
        match expression:
            case Parenthesis():
                expression = expression.expression
            case Aggregation(operator="sum"):
                done.append(expression.grouping)
                expression = expression.expression
            case Call(function="rate" | "increase", arguments=(argument,)):
                done.append(expression.function)
                expression = argument
            case Selector():
                return (tuple(done), expression) if done and done[-1] in ("rate", "increase") else None
            case _:
                return None
