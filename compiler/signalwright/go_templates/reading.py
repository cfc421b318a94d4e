"""What a template shows and does: the labels and values that it reads, its queries, and what can't work."""

from __future__ import annotations

from functools import lru_cache

from signalwright.go_templates.texts import Literal
from signalwright.go_templates.tokens import BrokenTemplateError
from signalwright.go_templates.tree import Problem
from signalwright.records import record


@record
class Query:
    """The PromQL of a `query`.

    Attributes:
        text: The text, with the offset of each character in the template.
    """

    text: Literal


@record
class LabelRead:
    """A label that a template shows.

    Attributes:
        label: Its name.
        start: Offset of what reads it.
        end: Offset behind that.
        of: Whose it is: the query, `external` for the labels of this Prometheus, or None for the alert; the text
            `unknown` for those of a query that nobody can read.
        is_guarded: Whether it is only asked whether it is there, or a block around asks that first.
    """

    label: str
    start: int
    end: int
    of: Query | str | None
    is_guarded: bool


@record
class ValueShown:
    """A value that a template shows.

    Attributes:
        start: Offset of what reads it.
        end: Offset behind that.
        functions: What it is given to, in order: `humanize`; empty when it is shown as it is.
        of: The query, or None for the value of the alert.
        places: Where these functions stand.
    """

    start: int
    end: int
    functions: tuple[str, ...]
    of: Query | None
    places: tuple[tuple[int, int], ...]


@record
class Reading:
    """What a template does.

    Attributes:
        problems: What is wrong in it, whatever the alert.
        labels: The labels that it reads.
        values: The values that it shows.
        queries: The PromQL that it evaluates.
    """

    problems: tuple[Problem, ...] = ()
    labels: tuple[LabelRead, ...] = ()
    values: tuple[ValueShown, ...] = ()
    queries: tuple[Query, ...] = ()


@lru_cache(maxsize=2_048)
def read_template(text: str) -> Reading:
    """Returns what a template does.

    Args:
        text: The template.
    """
    if "{{" not in text:
        return Reading()
    from signalwright.go_templates.evaluate import Evaluation
    from signalwright.go_templates.parser import parse_template

    try:
        actions = parse_template(text)
    except BrokenTemplateError as broken:
        return Reading((broken.problem,))
    return Evaluation(actions).reading
