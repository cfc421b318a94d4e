"""Prints plain trees as YAML, fast, in block style, so that YAML 1.1 and 1.2 readers read the same tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from signalwright.emit.scalars import is_blockable, spell_float, spell_flow_text, spell_integer, spell_text

# Short texts repeat (labels, severities, names), long ones hardly ever (queries).
_CACHED_LENGTH: Final = 64

# Readers look for the colon of a key within 1024 characters (YAML 1.1 and 1.2, "simple keys"); a longer key gets a `?`.
_LONGEST_SIMPLE_KEY: Final = 1000

_STEP: Final = "  "


class Flow(list[Any]):
    """A list of scalars that is printed on one line within brackets: `[alertname, severity]`."""

    __slots__ = ()


def print_yaml(document: object) -> str:
    """Returns the YAML text of a plain tree.

    Keys stand in the order given; lists are not indented below their key, as in the rule files of Prometheus's own
    documentation; texts of several lines are `|` blocks where a block can hold them; no line is ever folded.

    Args:
        document: Mappings with text keys, lists or tuples, texts, 64-bit integers, finite floats, booleans and None.

    Returns:
        The text, with LF line ends and a line end at the end.

    Raises:
        TypeError: The tree holds anything else, such as a set, NaN or a key that is no text.
    """
    printer = _Printer()
    if isinstance(document, Mapping) and document:
        printer.mapping(document, "", "")
    elif isinstance(document, (list, tuple)) and document and not isinstance(document, Flow):
        printer.sequence(document, "", "")
    else:
        printer.write(printer.scalar(document, "") + "\n")
    return "".join(printer.lines)


class _Printer:
    """The lines printed so far and the spellings already decided."""

    __slots__ = ("keys", "lines", "texts", "write")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.write: Callable[[str], None] = self.lines.append
        self.texts: dict[str, str] = {}
        self.keys: dict[str, str] = {}

    def mapping(self, node: Mapping[Any, Any], first: str, indent: str) -> None:
        """Prints a mapping that is not empty.

        Args:
            node: The mapping.
            first: What stands before the first key: the indentation, or that with a list's dash.
            indent: The column of the keys, as spaces.
        """
        write, texts, keys = self.write, self.texts, self.keys
        lead = first
        for key, value in node.items():
            head = keys.get(key)
            if head is None:
                head = self.key(key, indent)
            kind = type(value)
            if kind is str:
                spelled = texts.get(value)
                if spelled is None:
                    spelled = self.text(value, indent)
                write(f"{lead}{head} {spelled}\n")
            elif kind is dict and value:
                write(f"{lead}{head}\n")
                deeper = indent + _STEP
                self.mapping(value, deeper, deeper)
            elif kind is list and value:
                write(f"{lead}{head}\n")
                self.sequence(value, indent, indent)
            else:
                self._other(f"{lead}{head}", value, indent)
            lead = indent

    def sequence(self, node: list[Any] | tuple[Any, ...], first: str, indent: str) -> None:
        """Prints a list that is not empty.

        Args:
            node: The list.
            first: What stands before the first dash.
            indent: The column of the dashes, as spaces.
        """
        write, texts = self.write, self.texts
        lead, deeper = first, indent + _STEP
        for value in node:
            kind = type(value)
            if kind is dict and value:
                self.mapping(value, lead + "- ", deeper)
            elif kind is str:
                spelled = texts.get(value)
                if spelled is None:
                    spelled = self.text(value, indent)
                write(f"{lead}- {spelled}\n")
            elif kind is list and value:
                self.sequence(value, lead + "- ", deeper)
            elif isinstance(value, Mapping) and value:
                self.mapping(value, lead + "- ", deeper)
            elif isinstance(value, (list, tuple)) and value and not isinstance(value, Flow):
                self.sequence(value, lead + "- ", deeper)
            else:
                write(f"{lead}- {self.scalar(value, indent)}\n")
            lead = indent

    def _other(self, head: str, value: object, indent: str) -> None:
        """Prints the rarer values of a key: numbers, None, empty collections, and subclasses of the usual types."""
        if isinstance(value, Mapping) and value:
            self.write(head + "\n")
            self.mapping(value, indent + _STEP, indent + _STEP)
        elif isinstance(value, (list, tuple)) and value and not isinstance(value, Flow):
            self.write(head + "\n")
            self.sequence(value, indent, indent)
        else:
            self.write(f"{head} {self.scalar(value, indent)}\n")

    def scalar(self, value: object, indent: str) -> str:
        """Returns the text of a value that opens no block of its own.

        Args:
            value: A scalar, an empty collection or a `Flow`.
            indent: The column of the key or dash before it, as spaces.

        Raises:
            TypeError: The value is something else.
        """
        spelled: str | None = None
        if value is None:
            spelled = "null"
        elif isinstance(value, bool):
            spelled = "true" if value else "false"
        elif isinstance(value, str):
            spelled = self.text(str.__str__(value), indent)
        elif isinstance(value, int):
            spelled = spell_integer(value)
        elif isinstance(value, float):
            spelled = spell_float(value)
        elif isinstance(value, Flow):
            spelled = "[" + ", ".join(map(self._flow_item, value)) + "]"
        elif isinstance(value, Mapping):
            spelled = "{}"
        elif isinstance(value, (list, tuple)):
            spelled = "[]"
        if spelled is None:
            raise TypeError(f"a document holds a {type(value).__name__}, which YAML has no plain form for")
        return spelled

    def text(self, value: str, indent: str) -> str:
        """Returns the spelling of a text, as a block when it has several lines; short one-line spellings are kept."""
        if "\n" in value and is_blockable(value):
            return _block(value, indent + _STEP)
        spelled = spell_text(value)
        if len(value) <= _CACHED_LENGTH:
            self.texts[value] = spelled
        return spelled

    def key(self, key: object, indent: str) -> str:
        """Returns a key with its colon.

        Raises:
            TypeError: The key is no text.
        """
        if not isinstance(key, str):
            raise TypeError(f"a document has the key {key!r}, and keys are texts")
        spelled = spell_text(str.__str__(key))
        if len(spelled) > _LONGEST_SIMPLE_KEY:
            return f"? {spelled}\n{indent}:"
        head = self.keys[key] = spelled + ":"
        return head

    def _flow_item(self, value: object) -> str:
        if isinstance(value, str):
            return spell_flow_text(str.__str__(value))
        if isinstance(value, (Mapping, list, tuple)):
            raise TypeError("a flow list holds scalars only")
        return self.scalar(value, "")


def _block(text: str, indent: str) -> str:
    """Returns a `|` or `|-` block without its last line end.

    Empty lines stay empty. The column is said (`|2`) when the first line with content starts with a space, because
    readers otherwise take that space for indentation.
    """
    chomping = "" if text.endswith("\n") else "-"
    body = text.removesuffix("\n")
    indicator = str(len(_STEP)) if body.lstrip("\n").startswith(" ") else ""
    lines = [indent + line if line else "" for line in body.split("\n")]
    return f"|{indicator}{chomping}\n" + "\n".join(lines)
