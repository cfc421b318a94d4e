"""The places of what a Python spec says: from key path and span to the argument that says it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from signalwright.diagnostics.span import Location, Origin, Step
from signalwright.language.python.literals import places_in
from signalwright.language.python.runner import PythonSpec, Said
from signalwright.language.python.syntax import Found, find
from signalwright.language.source.lines import Lines
from signalwright.records import record
from signalwright.spec.places import CALLEE


@record
class Aim:
    """What of an expression is meant.

    Attributes:
        name: Whether that is what names it: a keyword, the key of an entry, the first argument of a call.
        declares: The name of what the expression declares, when it declares something.
        span: A part of a text, as offsets in the value.
    """

    name: bool = False
    declares: Step | None = None
    span: tuple[int, int] | None = None


class PythonDocument:
    """The text of a Python file, parsed when the first place in it is asked for.

    Attributes:
        file: The name of the file in locations.
        lines: The lines of the text.
    """

    def __init__(self, file: str, text: str) -> None:
        """Takes the text.

        Args:
            file: The name of the file in locations.
            text: The whole text, without a byte order mark.
        """
        self.file = file
        self.lines = Lines(file, text)

    @cached_property
    def _nodes(self) -> Mapping[tuple[int, int, int, int], ast.expr]:
        """The expressions by first line, column, last line and column; where a call begins depends on the version."""
        try:
            tree = ast.parse(self.lines.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return {}
        nodes: dict[tuple[int, int, int, int], ast.expr] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.expr) and node.end_lineno is not None and node.end_col_offset is not None:
                if isinstance(node, ast.Call):
                    nodes[0, 0, node.end_lineno, node.end_col_offset] = node
                else:
                    nodes[node.lineno, node.col_offset, node.end_lineno, node.end_col_offset] = node
        return nodes

    def node(self, said: Said) -> ast.expr | None:
        """Returns an expression, or None when there is none at that place."""
        exact = self._nodes.get((said.line, said.column, said.end_line, said.end_column))
        return exact or self._nodes.get((0, 0, said.end_line, said.end_column))

    def says(self, said: Said, key: str) -> bool:
        """Returns whether that is a call with an argument of that name, whatever its value."""
        node = self.node(said)
        call = None if node is None else find(node, said.steps or ()).node
        return isinstance(call, ast.Call) and any((each.arg or "").removesuffix("_") == key for each in call.keywords)

    def in_mapping(self, said: Said) -> bool:
        """Returns whether keys are said there by a mapping that is written out, and not by keywords of a call."""
        node = self.node(said)
        found = None if node is None else find(node, said.steps or ())
        return found is not None and (isinstance(found.node, ast.Dict) or isinstance(found.name, ast.expr))

    def place(self, said: Said, aim: Aim) -> Location:
        """Returns line and column of an expression, or of a part of it.

        Args:
            said: The expression and the steps to the part.
            aim: What of it is meant.
        """
        if not said.line:
            return Location(self.file)
        if said.steps is None:
            return Location(self.file, said.line, said.column, said.end_line, max(said.end_column, said.column + 1))
        node = self.node(said)
        if node is None:
            text = self.lines.text_of(said.line) or ""
            start = len(text) - len(text.lstrip()) if said.end_column == 1 << 30 else self._character(text, said.column)
            single = said.end_line == said.line
            end = self._character(text, said.end_column) if single else len(text.rstrip())
            return Location(self.file, said.line, start + 1, said.line, max(end, start + 1) + 1)
        if said.steps[-1:] == (CALLEE,) and isinstance(node, (ast.Call, ast.Attribute)):
            return self._callee(node.func if isinstance(node, ast.Call) else node)
        found = find(node, said.steps, aim.declares)
        inner = self._inside(found, aim.span)
        return inner if inner is not None else self._shown(found, aim.name)

    def _inside(self, found: Found, span: tuple[int, int] | None) -> Location | None:
        """Returns a part of a text that is written as it is, without escapes and replacement fields."""
        node = found.node
        if span is None or found.missing or not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return None
        line, column, end_line, end_column = self._offsets(node)
        lines = [self.lines.text_of(each) or "" for each in range(line, end_line + 1)]
        lines[-1] = lines[-1][:end_column]
        lines[0] = lines[0][column:]
        places = places_in("\n".join(lines), node.value)
        if places is None:
            return None
        first, last = (min(each, len(node.value)) for each in span)
        # A part ends behind its last character, which isn't where the next one begins when that is in another literal.
        start, stop = places[first], places[max(last - 1, first)]
        width = 1 if last > first else 0
        start, stop = ((each[0], each[1] + (column if each[0] == 0 else 0)) for each in (start, stop))
        return Location(self.file, line + start[0], start[1] + 1, line + stop[0], stop[1] + width + 1)

    def _shown(self, found: Found, named: bool) -> Location:
        """Returns the place of an expression; of what takes several lines, the name that it has."""
        several = found.node.lineno != found.node.end_lineno
        if found.name is not None and (named or several):
            name = found.name
            if isinstance(name, ast.keyword) and name.arg is not None:
                line, column = name.lineno, self._character(self.lines.text_of(name.lineno) or "", name.col_offset)
                return Location(self.file, line, column + 1, line, column + len(name.arg) + 1)
            return self._location(name)
        if isinstance(found.node, ast.Call) and several:
            return self._callee(found.node.func)
        return self._location(found.node)

    def _callee(self, function: ast.expr) -> Location:
        """Returns the place of a name, or of the last one behind dots."""
        line, column, end_line, end_column = self._offsets(function)
        if isinstance(function, ast.Attribute):
            line, column = end_line, end_column - len(function.attr)
        return Location(self.file, line, column + 1, end_line, end_column + 1)

    def _location(self, node: ast.expr | ast.keyword) -> Location:
        line, column, end_line, end_column = self._offsets(node)
        return Location(self.file, line, column + 1, end_line, end_column + 1)

    def _offsets(self, node: ast.expr | ast.keyword) -> tuple[int, int, int, int]:
        """Returns lines from 1 and columns from 0, in characters."""
        end_line = node.end_lineno or node.lineno
        column = self._character(self.lines.text_of(node.lineno) or "", node.col_offset)
        return (
            node.lineno,
            column,
            end_line,
            self._character(self.lines.text_of(end_line) or "", node.end_col_offset or 0),
        )

    @staticmethod
    def _character(text: str, column: int) -> int:
        """Returns the column in characters of one in bytes of UTF-8."""
        return column if text.isascii() else len(text.encode()[:column].decode(errors="replace"))


class PythonPlaces:
    """The key paths of a spec, with the expressions that said them."""

    def __init__(self, spec: PythonSpec) -> None:
        """Takes what a file says."""
        self.spec = spec

    def said(self, origin: Origin) -> tuple[Said, Aim]:
        """Returns where a key path is said.

        Args:
            origin: The key path, with the part and the span that are meant.

        Returns:
            The expression with the steps to the part, and what of that is meant.
        """
        span, path = origin.span, origin.path
        if span is not None and origin.part == "value":
            for start, end, said in self.spec.pieces.get(path, ()):
                if start <= span[0] < end or (span[0] == end and span[1] == end):
                    return said, Aim(span=(span[0] - start, min(span[1], end) - start))
        length = next(each for each in range(len(path), -1, -1) if path[:each] in self.spec.places)
        found, rest = self.spec.places[path[:length]], path[length:]
        declares = path[length - 1] if length else self.spec.data.get("stack")
        whole = not rest and not found.steps
        return replace(found, steps=(*(found.steps or ()), *rest)), Aim(origin.part == "key" or whole, declares, span)

    def paths_at(self, file: str, line: int) -> list[tuple[Step, ...]]:
        """Returns the key paths of the narrowest expressions that stand on a line."""
        around = [
            (said.end_line - said.line, path)
            for path, said in self.spec.places.items()
            if path and said.file == file and said.line <= line <= said.end_line and said.steps is not None
        ]
        narrowest = min((size for size, _ in around), default=0)
        return [path for size, path in around if size == narrowest]
