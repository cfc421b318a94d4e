"""What the parser says about broken syntax, in words that a person understands."""

from __future__ import annotations

import re

import yaml

from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.report import Report
from signalwright.language.source.document import Document
from signalwright.records import record

_WORD = re.compile(r"[^\s,\[\]{}]+")
_KEY_AND_VALUE = re.compile(r"\s*(?:- +)*[^\s#:][^:]*: +(?=\S)")
_PARSER_POSITION = re.compile(r" at line (\d+) column (\d+)")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7})(?: .*)?$")


@record
class _Failure:
    """A syntax error with the text around it.

    Attributes:
        document: The file.
        problem: The parser's words for what is wrong.
        context: The parser's words for what it was doing; empty when it says nothing.
        at: Offset of the problem.
        since: Offset of the begin of what it was doing, or `at`.
    """

    document: Document
    problem: str
    context: str
    at: int
    since: int

    @property
    def line(self) -> str:
        """The line of the problem."""
        return self.document.lines.text_of(self.document.lines.position(self.at)[0]) or ""

    @property
    def before(self) -> str:
        """The line of the problem, up to it."""
        return self.line[: self.document.lines.position(self.at)[1] - 1]

    @property
    def letter(self) -> str:
        """The character at the problem; empty at the end of the file."""
        return self.document.text[self.at : self.at + 1]


@record
class _Explanation:
    """What to say: the message, its place in offsets, the way out, and the place that explains it."""

    message: str
    start: int
    end: int
    help: str
    name: str = "language/syntax"
    related: tuple[int, int, str] | None = None


def report_failure(document: Document, error: yaml.YAMLError, report: Report) -> None:
    """Reports an error of syntax.

    Args:
        document: The file.
        error: What PyYAML raised; with marks, because control characters were replaced before.
        report: Takes the error.
    """
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    at = len(document.text) if mark is None else min(mark.index, len(document.text))
    since = at if context is None else min(context.index, at)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "the parser gives up"
    _report(document, _explain(_Failure(document, problem, getattr(error, "context", None) or "", at, since)), report)


def repeat_parser(document: Document, message: str, report: Report) -> None:
    """Reports what ryaml refuses though the exact scan found nothing, in ryaml's words.

    Args:
        document: The file.
        message: What ryaml said, with or without its position.
        report: Takes the error.
    """
    found = _PARSER_POSITION.search(message)
    start = 0 if found is None else document.lines.offset(int(found[1]), int(found[2]))
    words = _PARSER_POSITION.sub("", message)
    if "recursion limit" in words:
        name, words, way_out = "language/too-deep", "aliases make the file too deep", "write out what is meant"
    elif "repetition limit" in words:
        name, words, way_out = "language/alias-bomb", "aliases make the file too large", "write out what is meant"
    else:
        name, way_out = "language/syntax", "put text in quotes, and check the line"
    report.error(name, words, document.lines.location(start, start + 1), help=way_out)


def _report(document: Document, said: _Explanation, report: Report) -> None:
    secondary: tuple[Label, ...] = ()
    if said.related is not None:
        start, end, label = said.related
        secondary = (Label(document.lines.location(start, end), label),)
    report.error(
        said.name, said.message, document.lines.location(said.start, said.end), help=said.help, secondary=secondary
    )


def _explain(failure: _Failure) -> _Explanation:
    for explain in _EXPLANATIONS:
        said = explain(failure)
        if said is not None:
            return said
    start, end = _word(failure)
    return _Explanation(
        f"this is not YAML: {failure.problem}", start, end, "put text in quotes, and check the indentation"
    )


def _word(failure: _Failure) -> tuple[int, int]:
    found = _WORD.match(failure.document.text, failure.at)
    return (failure.at, failure.at + 1) if found is None else found.span()


def _line_start(failure: _Failure, at: int) -> int:
    return at - failure.document.lines.position(at)[1] + 1


def _conflict(failure: _Failure) -> _Explanation | None:
    for at in (failure.at, failure.since):
        start = _line_start(failure, at)
        line = failure.document.lines.text_of(failure.document.lines.position(at)[0]) or ""
        if _CONFLICT.match(line):
            return _Explanation(
                "a merge conflict is not resolved", start, start + 7, "choose what is right and remove the marks"
            )
    return None


def _tab(failure: _Failure) -> _Explanation | None:
    for at in (failure.at, failure.since):
        start = _line_start(failure, at)
        line = failure.document.lines.text_of(failure.document.lines.position(at)[0]) or ""
        indentation = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indentation:
            tab = start + indentation.index("\t")
            end = start + len(indentation)
            return _Explanation("a tab can't indent", tab, end, "indent with spaces, two for each level")
    if failure.letter == "\t":
        return _Explanation("a tab can't stand here", failure.at, failure.at + 1, "write spaces")
    return None


def _odd_space(failure: _Failure) -> _Explanation | None:
    for at in (failure.since, failure.at):
        start = _line_start(failure, at)
        line = failure.document.lines.text_of(failure.document.lines.position(at)[0]) or ""
        for column, letter in enumerate(line):
            if not letter.isspace():
                break
            if letter not in " \t":
                return _Explanation(
                    f"the space U+{ord(letter):04X} can't indent",
                    start + column,
                    start + column + 1,
                    "write a plain space",
                )
    return None


def _tag(failure: _Failure) -> _Explanation | None:
    if "tag" not in failure.context + failure.problem.replace("tag URI", "tag") or "directive" in failure.context:
        return None
    start = failure.since
    return _Explanation(
        "a tag can't stand in a spec",
        start,
        max(failure.at, start + 1),
        "remove it; text that begins with `!` needs quotes",
        "language/tag",
    )


def _quoted(failure: _Failure) -> _Explanation | None:
    if "quoted scalar" not in failure.context:
        return None
    text, since = failure.document.text, failure.since
    if "end of stream" in failure.problem or "document indicator" in failure.problem:
        return _Explanation(
            "these quotes are never closed", since, since + 1, f"close them with `{text[since : since + 1]}`"
        )
    slash = text.rfind("\\", since, failure.at + 1)
    start = failure.at if slash < 0 else slash
    written = text[start : start + 2]
    if "unknown escape" in failure.problem:
        return _Explanation(
            f"`{written}` is no escape", start, start + 2, "write `\\\\` for a backslash, or use single quotes"
        )
    return _Explanation(
        f"`{written}` needs the number of a character",
        start,
        max(failure.at, start + 2),
        "write `\\xNN`, `\\uNNNN` or `\\UNNNNNNNN`, or use single quotes",
    )


def _unclosed(failure: _Failure) -> _Explanation | None:
    """Explains an end of the file within brackets or braces."""
    if failure.letter:
        return None
    opened = next((node for node in reversed(failure.document.outline.nodes) if node.style and not node.closed), None)
    if opened is None:
        return None
    closer = "]" if opened.style == "[" else "}"
    return _Explanation(
        f"this `{opened.style}` is never closed", opened.start, opened.start + 1, f"close it with `{closer}`"
    )


def _flow(failure: _Failure) -> _Explanation | None:
    opener = "[" if "flow sequence" in failure.context else "{" if "flow mapping" in failure.context else ""
    if not opener:
        return None
    closer = "]" if opener == "[" else "}"
    start, end = _word(failure)
    if (
        not failure.letter
        or failure.document.lines.position(failure.at)[0] > failure.document.lines.position(failure.since)[0]
    ):
        return _Explanation(
            f"this `{opener}` is never closed",
            failure.since,
            failure.since + 1,
            f"close it with `{closer}`, and put a comma between its parts",
            related=(start, end, f"expected `,` or `{closer}` before this") if failure.letter else None,
        )
    return _Explanation(
        f"expected `,` or `{closer}`",
        start,
        end,
        f"put a comma between the parts and `{closer}` at the end; text with commas, brackets or braces needs quotes",
        related=(failure.since, failure.since + 1, "opened here"),
    )


def _second_colon(failure: _Failure) -> _Explanation | None:
    if "mapping values are not allowed" not in failure.problem:
        return None
    found = _KEY_AND_VALUE.match(failure.before)
    if found is None:
        return _Explanation(
            "a key can't stand here, because a value has begun above",
            failure.at,
            failure.at + 1,
            "end the value above it, or indent the key like its neighbours; text with `: ` needs quotes",
        )
    start = _line_start(failure, failure.at) + found.end()
    value = failure.line[found.end() :].rstrip()
    quoted = "'" + value.replace("'", "''") + "'"
    return _Explanation(
        "a value can't hold `: ` without quotes", start, start + len(value), f"put it in quotes: `{quoted}`"
    )


def _indentation(failure: _Failure) -> _Explanation | None:
    expected = {
        "did not find expected key": "a key",
        "did not find expected '-' indicator": "a list item that begins with `- `",
    }
    what = expected.get(failure.problem)
    if what is None:
        return None
    start, end = _word(failure)
    if failure.before.strip(" "):
        return _Explanation(
            "the value has ended before this", start, end, "put the whole value in quotes, or remove what follows it"
        )
    line, column = failure.document.lines.position(failure.since)
    return _Explanation(
        f"expected {what}: the indentation of this line fits nothing above it",
        start,
        end,
        f"indent it with {column - 1} spaces to go on with line {line}",
        related=(failure.since, failure.since + 1, f"begins with {column - 1} spaces"),
    )


def _start(failure: _Failure) -> _Explanation | None:
    start, end = _word(failure)
    if "could not find expected ':'" in failure.problem:
        found = _WORD.match(failure.document.text, failure.since)
        first = failure.since, failure.since + 1 if found is None else found.end()
        return _Explanation(
            "expected `:` after this key", *first, "write `key: value`; text of several lines is indented deeper"
        )
    if "block sequence entries are not allowed" in failure.problem:
        return _Explanation("a list item can't begin here", start, end, "begin the list on a line of its own")
    if "mapping keys are not allowed" in failure.problem:
        return _Explanation("`?` can't begin a key here", start, end, "text that begins with `? ` needs quotes")
    if "alphabetic or numeric" in failure.problem:
        sign = failure.document.text[failure.since : failure.since + 1]
        return _Explanation(
            f"`{sign}` needs a name", failure.since, failure.since + 1, f"text that begins with `{sign}` needs quotes"
        )
    return None


def _reserved(failure: _Failure) -> _Explanation | None:
    start, end = _word(failure)
    if "cannot start any token" in failure.problem:
        return _Explanation(f"a value can't begin with `{failure.letter}`", start, end, "put the whole value in quotes")
    if "directive" in failure.context + failure.problem or "incompatible YAML document" in failure.problem:
        start = _line_start(failure, failure.since)
        return _Explanation(
            "this directive is not known",
            start,
            start + len(failure.line.rstrip()),
            "remove the line that begins with `%`",
        )
    if "expected node content" in failure.problem or "<document start>" in failure.problem:
        return _Explanation("expected a value", start, end, "write the value; text with signs in front needs quotes")
    return None


def _block(failure: _Failure) -> _Explanation | None:
    if "block scalar" not in failure.context:
        return None
    start, end = _word(failure)
    return _Explanation(
        "the text begins on the line after `|` or `>`", start, end, "put the text on the next line, indented deeper"
    )


_EXPLANATIONS = (
    _conflict,
    _tab,
    _odd_space,
    _tag,
    _quoted,
    _unclosed,
    _flow,
    _second_colon,
    _indentation,
    _start,
    _reserved,
    _block,
)
