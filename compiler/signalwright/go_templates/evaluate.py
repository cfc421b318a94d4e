"""Goes through a template as its engine does, with what is known of each value in place of the value."""

from __future__ import annotations

from dataclasses import replace

from signalwright.diagnostics.closest import closest
from signalwright.go_templates.calls import called, comparison_problem, named
from signalwright.go_templates.functions import COMPARISONS, FUNCTIONS, Kind
from signalwright.go_templates.reading import LabelRead, Query, Reading, ValueShown
from signalwright.go_templates.texts import Literal, filled, literal
from signalwright.go_templates.tree import Action, Command, Field, Operand, OperandKind, Pipe, Problem
from signalwright.go_templates.values import DATA, FIELDS_OF_ALERT, UNKNOWN, VARIABLES, Scope, Value, fields_of_sample

_WITHOUT_FIELDS = frozenset({Kind.NUMBER, Kind.INTEGER, Kind.TEXT, Kind.BOOLEAN, Kind.SAMPLES})
_WITHOUT_ELEMENTS = frozenset({Kind.NUMBER, Kind.TEXT, Kind.BOOLEAN, Kind.ALERT, Kind.SAMPLE})
_ASKING = COMPARISONS | {"and", "or", "not", "match", "len"}


class Evaluation:
    """Goes through the actions of a template.

    Attributes:
        reading: What it does.
    """

    def __init__(self, actions: tuple[Action, ...]) -> None:
        """Takes the actions of the template."""
        self._problems: list[Problem] = []
        self._labels: list[LabelRead] = []
        self._values: list[ValueShown] = []
        self._queries: list[Query] = []
        self._run(actions, Scope(DATA, VARIABLES, frozenset()))
        problems = tuple(dict.fromkeys(self._problems))
        self.reading = Reading(problems, tuple(self._labels), tuple(self._values), tuple(self._queries))

    def _run(self, actions: tuple[Action, ...], scope: Scope) -> Scope:
        for action in actions:
            scope = self._action(action, scope)
        return scope

    def _action(self, action: Action, scope: Scope) -> Scope:
        """Goes through an action; returns what holds behind it."""
        if action.word in ("define", "block", "template"):
            if action.pipe is not None:
                self._pipe(action.pipe, scope)
            self._run(action.body, Scope(UNKNOWN, VARIABLES, scope.guards))
            return scope
        if action.pipe is None:
            if not scope.is_repeated:
                message = f"`{action.word}` stands in no `range`"
                self._problems.append(Problem(action.start, action.end, message, "leave it out"))
            return scope
        if not action.word:
            value = self._pipe(action.pipe, scope)
            if not action.pipe.declares:
                self._show(value)
                return scope
            return self._with_variables(scope, action.pipe.declares[:1], (value,))
        first = len(self._labels)
        value = self._pipe(action.pipe, replace(scope, is_condition=action.word in ("if", "with")))
        asked = {(each.label, each.of) for each in self._labels[first:] if each.is_guarded}
        inner = replace(scope, guards=scope.guards | asked)
        otherwise = self._with_variables(inner, action.pipe.declares[:1], (value,))
        if action.word == "range":
            if value.kind in _WITHOUT_ELEMENTS:
                message = f"`range` goes through labels or the result of a query, and gets {named(value.kind)}"
                start, end = action.pipe.commands[0].start, action.pipe.commands[-1].end
                self._problems.append(Problem(start, end, message, "write `with` to ask for a single value"))
            key, element = _elements(value)
            inner = replace(inner, dot=element, is_repeated=True)
            given = (key, element) if len(action.pipe.declares) == 2 else (element,)
            inner = self._with_variables(inner, action.pipe.declares, given)
        else:
            inner = self._with_variables(inner, action.pipe.declares[:1], (value,))
            if action.word == "with":
                inner = replace(inner, dot=value)
        self._run(action.body, inner)
        self._run(action.otherwise, otherwise)
        return scope

    def _with_variables(self, scope: Scope, names: tuple[str, ...], values: tuple[Value, ...]) -> Scope:
        if not names:
            return scope
        return replace(scope, variables={**scope.variables, **dict(zip(names, values, strict=False))})

    def _show(self, value: Value) -> None:
        if value.is_shown and not isinstance(value.of, str):
            self._values.append(ValueShown(value.start, value.end, value.functions, value.of, value.places))

    def _pipe(self, pipe: Pipe, scope: Scope) -> Value:
        value: Value | None = None
        for command in pipe.commands:
            value = self._command(command, value, scope)
        assert value is not None, "a pipe has a command"
        return value

    def _command(self, command: Command, piped: Value | None, scope: Scope) -> Value:
        head, rest = command.operands[0], command.operands[1:]
        if head.kind is not OperandKind.FUNCTION:
            value = self._operand(head, scope)
            if rest or piped is not None:
                shown = head.text if head.kind is not OperandKind.GROUP else "(…)"
                given = f"`{rest[0].text}` behind it" if rest else "the `|` before it"
                self._wrong(head, f"`{shown}` is no function, so nothing can be given to it", f"leave {given} out")
                return UNKNOWN
            return value
        name = head.text
        known = FUNCTIONS.get(name)
        if known is None:
            near = closest(name, tuple(FUNCTIONS))
            way_out = f"did you mean `{near}`?" if near else "Prometheus would refuse the rule; leave it out"
            self._wrong(head, f"there is no function `{name}`", way_out)
        inner = scope if name in _ASKING else replace(scope, is_condition=False)
        if name == "or":
            # The label that is there takes the place of the one that isn't.
            inner = replace(scope, is_condition=True)
        values = [self._operand(each, inner) for each in rest]
        if piped is not None:
            values.append(piped)
        if known is None:
            return UNKNOWN
        problem = called(head, known, values)
        if problem is None and name in COMPARISONS:
            problem = comparison_problem(command, values)
        if problem is not None:
            self._problems.append(problem)
            return replace(UNKNOWN, kind=known.returns)
        return self._result(head, values, known.returns, scope)

    def _result(self, head: Operand, values: list[Value], returns: Kind, scope: Scope) -> Value:
        """Returns what a function makes of its arguments."""
        match head.text:
            case "query":
                return self._query(values[0])
            case "first" | "sortByLabel":
                return Value(returns, values[-1].of)
            case "value":
                return Value(returns, values[0].of, head.start, head.end, is_shown=values[0].of != "unknown")
            case "label" | "index" if len(values) == 2:
                keyed, of = (values[0], values[1]) if head.text == "label" else (values[1], values[0])
                if of.kind in (Kind.LABELS, Kind.SAMPLE) and keyed.text is not None:
                    self._read(keyed.text.text, head.start, keyed.text.offsets[-1] + 1, of.of, scope)
                return Value(Kind.TEXT if of.kind in (Kind.LABELS, Kind.SAMPLE) else Kind.ANY, "unknown")
            case "printf":
                return self._through(head, values, returns, values[0].text)
        return self._through(head, values, returns, None)

    def _through(self, head: Operand, values: list[Value], returns: Kind, format: Literal | None) -> Value:
        shown = next((each for each in values if each.is_shown), None)
        found = Value(returns, "unknown", head.start, head.end, format=format)
        if shown is None or returns is not Kind.TEXT:
            return found
        return replace(
            found,
            of=shown.of,
            start=shown.start,
            end=shown.end,
            is_shown=True,
            functions=(*shown.functions, head.text),
            places=(*shown.places, (head.start, head.end)),
        )

    def _query(self, asked: Value) -> Value:
        text = asked.text or (filled(asked.format) if asked.format is not None else None)
        if text is None:
            return Value(Kind.SAMPLES, "unknown")
        found = Query(text)
        self._queries.append(found)
        return Value(Kind.SAMPLES, found)

    def _operand(self, operand: Operand, scope: Scope) -> Value:
        match operand.kind:
            case OperandKind.DOT:
                value = scope.dot
            case OperandKind.VARIABLE:
                found = scope.variables.get(operand.text)
                if found is None:
                    self._unknown_variable(operand, scope)
                value = found or UNKNOWN
            case OperandKind.TEXT:
                value = Value(Kind.TEXT, text=literal(operand.text, operand.start))
            case OperandKind.NUMBER:
                value = Value(_kind_of_number(operand.text))
            case OperandKind.BOOLEAN:
                value = Value(Kind.BOOLEAN)
            case OperandKind.NOTHING:
                value = UNKNOWN
            case OperandKind.GROUP:
                assert operand.group is not None, "a group has a pipe"
                value = self._pipe(operand.group, scope)
            case OperandKind.FUNCTION:
                value = self._command(Command((replace(operand, fields=()),)), None, scope)
        if value.is_shown and not value.functions:
            value = replace(value, start=operand.start, end=operand.end)
        for index, field in enumerate(operand.fields):
            value = self._field(value, operand, field, index, scope)
        return value

    def _field(self, value: Value, operand: Operand, field: Field, index: int, scope: Scope) -> Value:
        """Returns a field of a value."""
        if value.kind is Kind.LABELS:
            start = operand.start if index < 2 else field.start
            self._read(field.name, start, field.end, value.of, scope)
            return Value(Kind.TEXT, "unknown")
        if value.kind in (Kind.ALERT, Kind.SAMPLE):
            fields = FIELDS_OF_ALERT if value.kind is Kind.ALERT else fields_of_sample(value.of)
            found = fields.get(field.name)
            if found is None:
                near = _same(field.name, tuple(fields))
                known = ", ".join(f"`.{name}`" for name in fields)
                what = "an alert" if value.kind is Kind.ALERT else "a series"
                way_out = f"did you mean `.{near}`?" if near else f"it has {known}; labels are `.Labels.{field.name}`"
                self._problems.append(Problem(field.start, field.end, f"{what} has no field `.{field.name}`", way_out))
                return UNKNOWN
            return replace(found, start=operand.start, end=field.end)
        if value.kind in _WITHOUT_FIELDS:
            message = f"there is nothing to read behind `{_before(operand, index)}`, which is {named(value.kind)}"
            self._problems.append(Problem(field.start, field.end, message, f"leave `.{field.name}` out"))
        return UNKNOWN

    def _read(self, label: str, start: int, end: int, of: Query | str | None, scope: Scope) -> None:
        is_guarded = scope.is_condition or (label, of) in scope.guards
        self._labels.append(LabelRead(label, start, end, of, is_guarded))

    def _unknown_variable(self, operand: Operand, scope: Scope) -> None:
        near = closest(operand.text, sorted(set(scope.variables) - {"$"}))
        way_out = f"did you mean `{near}`?" if near else "use `$labels`, `$value`"
        self._wrong(replace(operand, fields=()), f"there is no variable `{operand.text}`", way_out)

    def _wrong(self, operand: Operand, message: str, way_out: str) -> None:
        end = operand.start + len(operand.text) if operand.kind is not OperandKind.GROUP else operand.end
        self._problems.append(Problem(operand.start, end, message, way_out))


def _same(name: str, names: tuple[str, ...]) -> str | None:
    """Returns the known name that is meant: the same in other letters, or one that is nearly it."""
    same = next((each for each in names if each.lower() == name.lower()), None)
    return same or closest(name, names)


def _before(operand: Operand, index: int) -> str:
    text = operand.text if operand.kind is not OperandKind.DOT else ""
    return text + "".join(f".{each.name}" for each in operand.fields[:index]) or "."


def _kind_of_number(text: str) -> Kind:
    """Returns what Go takes a constant for: one with a point or an exponent is no integer."""
    if text[0] == "'" or text.lower().lstrip("+-").startswith("0x"):
        return Kind.INTEGER
    return Kind.NUMBER if any(each in text for each in ".eE") else Kind.INTEGER


def _elements(value: Value) -> tuple[Value, Value]:
    """Returns the key and the element of what is gone through."""
    if value.kind is Kind.SAMPLES:
        return Value(Kind.INTEGER), Value(Kind.SAMPLE, value.of)
    if value.kind is Kind.LABELS:
        return Value(Kind.TEXT), Value(Kind.TEXT, "unknown")
    return UNKNOWN, UNKNOWN
