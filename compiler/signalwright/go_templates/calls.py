"""Tells whether a function can be called with what it is given."""

from __future__ import annotations

from signalwright.go_templates.functions import HUMANIZERS, Function, Kind
from signalwright.go_templates.texts import verbs
from signalwright.go_templates.tree import Command, Operand, Problem
from signalwright.go_templates.values import Value

_PLAIN = frozenset({Kind.NUMBER, Kind.INTEGER, Kind.TEXT, Kind.BOOLEAN})
_OF_NUMBERS = frozenset({*HUMANIZERS, "toTime", "toDuration"})
_NEVER_NUMBERS = frozenset({Kind.LABELS, Kind.SAMPLES, Kind.SAMPLE, Kind.ALERT, Kind.BOOLEAN})
_NAMES = {
    Kind.ALERT: "the alert", Kind.LABELS: "labels", Kind.SAMPLES: "the result of a query", Kind.SAMPLE: "a series",
    Kind.NUMBER: "a decimal number", Kind.INTEGER: "an integer", Kind.BOOLEAN: "a yes or no",
}  # fmt: skip


def named(kind: Kind) -> str:
    """Returns what people call a value of a kind, with its article."""
    return _NAMES.get(kind, f"a {kind}")


def called(head: Operand, function: Function, values: list[Value]) -> Problem | None:
    """Returns why a call fails, or None.

    Args:
        head: The function's name in the template.
        function: The function.
        values: The arguments; what a `|` gives is the last.
    """
    given, needed = len(values), function.fewest
    if given < needed or (given > len(function.takes) and not function.repeats):
        counted = "argument" if needed == 1 else "arguments"
        message = f"`{head.text}` takes {needed or 'no'} {counted}{' or more' if function.repeats else ''}, not {given}"
        way_out = "give it the value: `{{ $value | " + head.text + " }}`" if not given else "leave out what is too much"
        return Problem(head.start, head.end, message, way_out if given > needed or not given else "add what is missing")
    for index, value in enumerate(values):
        takes = function.takes_of(index)
        if takes is Kind.ANY or value.kind in (Kind.ANY, takes):
            continue
        message = f"`{head.text}` takes {named(takes)}, and gets {named(value.kind)}"
        way_out = f"give it {named(takes)}"
        if takes is Kind.SAMPLE and value.kind is Kind.SAMPLES:
            way_out = f"write `first | {head.text}`: a query returns any number of series"
        return Problem(head.start, head.end, message, way_out)
    if head.text in _OF_NUMBERS and values[0].kind in _NEVER_NUMBERS:
        message = f"`{head.text}` takes a number, and gets {named(values[0].kind)}"
        return Problem(head.start, head.end, message, "give it a number, such as `$value`")
    return _printf_problem(head, values) if head.text == "printf" else None


def comparison_problem(command: Command, values: list[Value]) -> Problem | None:
    """Returns why two values can't be compared, or None.

    Go compares numbers of one kind only, and `5` is another kind than the value of an alert.

    Args:
        command: The comparison.
        values: The values.
    """
    head, first = command.operands[0], values[0].kind
    for value in values[1:]:
        kinds = {first, value.kind}
        if kinds <= _PLAIN and len(kinds) == 2:
            message = f"`{head.text}` can't compare {named(first)} with {named(value.kind)}"
            way_out = "write the same kind on both sides"
            if kinds == {Kind.NUMBER, Kind.INTEGER}:
                way_out = "values are decimal numbers: write `5.0`, not `5`"
            return Problem(head.start, head.end, message, way_out)
    return None


def _printf_problem(head: Operand, values: list[Value]) -> Problem | None:
    shape = values[0].text
    found = verbs(shape.text) if shape is not None else None
    if shape is None or found is None:
        return None
    if len(found) != len(values) - 1:
        message = f"`printf` has {len(found)} places for values, and gets {len(values) - 1}"
        return Problem(head.start, head.end, message, "write as many verbs, such as `%s`, as there are values")
    for verb, value in zip(found, values[1:], strict=True):
        if not verb.prints(value.kind):
            start, end = shape.place(verb.start, verb.end)
            right = {Kind.NUMBER: "%.2f", Kind.INTEGER: "%d", Kind.BOOLEAN: "%t"}.get(value.kind, "%s")
            message = f"`{shape.text[verb.start : verb.end]}` can't print {named(value.kind)}"
            return Problem(start, end, message, f"write `{right}`")
    return None
