"""Parses templates as Go's `text/template` does."""

from __future__ import annotations

from signalwright.go_templates.tokens import BrokenTemplateError, RawAction, Token, raw_actions
from signalwright.go_templates.tree import Action, Command, Field, Operand, OperandKind, Pipe, Problem

BLOCKS = frozenset({"if", "with", "range", "define", "block"})
_LONE = frozenset({"end", "break", "continue"})
_WORDS = {"true": OperandKind.BOOLEAN, "false": OperandKind.BOOLEAN, "nil": OperandKind.NOTHING}
_KINDS = {
    "text": OperandKind.TEXT,
    "number": OperandKind.NUMBER,
    "char": OperandKind.NUMBER,
    "variable": OperandKind.VARIABLE,
    "dot": OperandKind.DOT,
}


def parse_template(text: str) -> tuple[Action, ...]:
    """Returns the actions of a template.

    Args:
        text: The template.

    Raises:
        BrokenTemplateError: Go refuses it; the first thing that is wrong is told, because the rest follows from it.
    """
    return _Blocks(text).whole()


class _Blocks:
    """Puts the actions of a template into each other."""

    def __init__(self, text: str) -> None:
        self.actions = raw_actions(text)

    def whole(self) -> tuple[Action, ...]:
        found, stop = self._until(None)
        assert stop is None, "an `end` without a block is refused where it stands"
        return found

    def _until(self, opened: RawAction | None) -> tuple[tuple[Action, ...], RawAction | None]:
        """Returns the actions up to the `end` or `else` of the block that was opened, and that action."""
        found: list[Action] = []
        for raw in self.actions:
            if not raw.tokens:
                continue
            word = raw.tokens[0].text if raw.tokens[0].kind == "word" else ""
            if word in ("end", "else"):
                if opened is None:
                    message = f"`{word}` has no `if`, `with` or `range` before it"
                    raise BrokenTemplateError(Problem(raw.start, raw.end, message, "leave it out"))
                return tuple(found), raw
            found.append(self._action(raw, raw.tokens))
        if opened is not None:
            word = opened.tokens[0].text
            message = f"`{word}` has no `end`"
            raise BrokenTemplateError(Problem(opened.start, opened.end, message, "add `{{ end }}`"))
        return tuple(found), None

    def _action(self, raw: RawAction, tokens: tuple[Token, ...], *, opened: RawAction | None = None) -> Action:
        word = tokens[0].text if tokens[0].kind == "word" else ""
        if word in _LONE:
            return Action(word, None, (), (), raw.start, raw.end)
        if word == "template" or word in BLOCKS:
            rest = tokens[1:]
            if word in ("template", "define", "block"):
                if not rest or rest[0].kind != "text":
                    raise BrokenTemplateError(_without_value(raw, word, "the name of a template"))
                rest = rest[1:]
            elif not rest:
                raise BrokenTemplateError(_without_value(raw, word, "a value"))
            pipe = _Reader(rest).whole() if rest else None
            if word == "template":
                return Action(word, pipe, (), (), raw.start, raw.end)
            body, stop = self._until(opened or raw)
            otherwise = self._otherwise(stop, opened or raw)
            return Action(word, pipe, body, otherwise, raw.start, raw.end)
        return Action("", _Reader(tokens).whole(), (), (), raw.start, raw.end)

    def _otherwise(self, stop: RawAction | None, opened: RawAction) -> tuple[Action, ...]:
        """Returns the actions behind `else`; those of `else if` are an action of their own that has the same `end`."""
        if stop is None or stop.tokens[0].text == "end":
            return ()
        if len(stop.tokens) > 1:
            return (self._action(stop, stop.tokens[1:], opened=opened),)
        found, end = self._until(opened)
        if end is not None and end.tokens[0].text == "else":
            message = "a second `else` follows the first"
            raise BrokenTemplateError(Problem(end.start, end.end, message, "leave it out"))
        return found


def _without_value(raw: RawAction, word: str, what: str) -> Problem:
    return Problem(raw.start, raw.end, f"`{word}` lacks {what}", f"write {what} behind it")


class _Reader:
    """Reads the tokens of one pipe."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.at = 0

    def whole(self) -> Pipe:
        pipe = self._pipe()
        if self.at < len(self.tokens):
            raise self._unexpected(self.tokens[self.at])
        return pipe

    def _peek(self, text: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].text == text

    def _unexpected(self, token: Token) -> BrokenTemplateError:
        message = f"`{token.text}` can't stand here in a template's action"
        return BrokenTemplateError(Problem(token.start, token.end, message, "leave it out"))

    def _pipe(self) -> Pipe:
        declares = self._declares()
        commands = [self._command()]
        while self._peek("|"):
            self.at += 1
            commands.append(self._command())
        return Pipe(declares, tuple(commands))

    def _declares(self) -> tuple[str, ...]:
        """Reads `$x :=` and `$key, $value :=`, when that is what comes next."""
        texts = [each.text for each in self.tokens[self.at : self.at + 4]]
        for count, signs in ((1, texts[1:2]), (2, texts[3:4])):
            is_list = count == 1 or texts[1:2] == [","]
            if is_list and signs and signs[0] in (":=", "=") and self.tokens[self.at].kind == "variable":
                self.at += 2 * count
                return tuple(texts[: 2 * count : 2])
        return ()

    def _command(self) -> Command:
        operands: list[Operand] = []
        while self.at < len(self.tokens) and self.tokens[self.at].text not in ("|", ")"):
            operands.append(self._operand())
        if not operands:
            last = self.tokens[min(self.at, len(self.tokens) - 1)]
            message = f"a value is missing {'before' if self.at < len(self.tokens) else 'behind'} `{last.text}`"
            raise BrokenTemplateError(Problem(last.start, last.end, message, "write it, or leave the sign out"))
        return Command(tuple(operands))

    def _operand(self) -> Operand:
        token = self.tokens[self.at]
        self.at += 1
        group = None
        fields: list[Field] = []
        end = token.end
        if token.text == "(" and token.kind == "sign":
            group = self._pipe()
            if not self._peek(")"):
                message = "`(` is never closed"
                raise BrokenTemplateError(Problem(token.start, token.end, message, "close it with `)`"))
            end = self.tokens[self.at].end
            self.at += 1
            kind = OperandKind.GROUP
        elif token.kind == "field":
            kind = OperandKind.DOT
            fields.append(Field(token.text[1:], token.start, token.end))
        elif token.kind == "word":
            kind = _WORDS.get(token.text, OperandKind.FUNCTION)
        elif token.kind in _KINDS:
            kind = _KINDS[token.kind]
        else:
            raise self._unexpected(token)
        while self.at < len(self.tokens) and self.tokens[self.at].kind == "field" and not self.tokens[self.at].is_apart:
            field = self.tokens[self.at]
            fields.append(Field(field.text[1:], field.start, field.end))
            end = field.end
            self.at += 1
        text = "." if kind is OperandKind.DOT else token.text
        return Operand(kind, text, tuple(fields), token.start, end, group)
