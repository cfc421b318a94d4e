"""What a template is made of; offsets count from the start of its text."""

from __future__ import annotations

from enum import StrEnum

from signalwright.records import record


class OperandKind(StrEnum):
    """What a value in an action is."""

    DOT = "dot"
    VARIABLE = "variable"
    FUNCTION = "function"
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NOTHING = "nothing"
    GROUP = "group"


@record
class Field:
    """A field of a value: the `.instance` of `$labels.instance`.

    Attributes:
        name: Its name, without the dot.
        start: Offset of the dot.
        end: Offset behind the last character.
    """

    name: str
    start: int
    end: int


@record
class Operand:
    """A value in an action.

    Attributes:
        kind: What it is.
        text: As it is written, without its fields.
        fields: The fields that are read of it.
        start: Offset of its first character.
        end: Offset behind the last one, fields included.
        group: What stands in the parentheses.
    """

    kind: OperandKind
    text: str
    fields: tuple[Field, ...]
    start: int
    end: int
    group: Pipe | None = None


@record
class Command:
    """A value, or a function with its arguments.

    Attributes:
        operands: The function or the value, and the arguments behind it; at least one.
    """

    operands: tuple[Operand, ...]

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.operands[0].start

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.operands[-1].end


@record
class Pipe:
    """Commands, each of which gets the result of the one before as its last argument.

    Attributes:
        declares: The variables that take the result; two for the key and the value in a `range`.
        commands: The commands; at least one.
    """

    declares: tuple[str, ...]
    commands: tuple[Command, ...]


@record
class Action:
    """What stands between `{{` and `}}`, with all that it governs.

    Attributes:
        word: `if`, `with`, `range`, `define`, `block`, `template`, `break` or `continue`; empty for what is shown.
        pipe: Its value, or None.
        body: The actions in its block.
        otherwise: The actions behind its `else`.
        start: Offset of its `{{`.
        end: Offset behind its `}}`.
    """

    word: str
    pipe: Pipe | None
    body: tuple[Action, ...]
    otherwise: tuple[Action, ...]
    start: int
    end: int


@record
class Problem:
    """Something wrong in a template.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last one.
        message: What is wrong.
        help: The way out.
    """

    start: int
    end: int
    message: str
    help: str
