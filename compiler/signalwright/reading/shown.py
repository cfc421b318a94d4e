"""What `show` shows: chooses stacks and environments, finds what was asked for, and prints it as text or as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from signalwright.compile import Compilation, CompiledStack
from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.render._data import print_json
from signalwright.reading.data import plain
from signalwright.reading.facts.alert import AlertFact, alert_facts, alert_names
from signalwright.reading.facts.routes import RoutesFact, routes_fact
from signalwright.reading.facts.service import ServiceFact, service_fact
from signalwright.reading.facts.slo import SLOFact, slo_facts, slo_names
from signalwright.reading.facts.stack import AlertLine, ServiceLine, StackFact, alert_lines, service_lines, stack_fact
from signalwright.reading.text.alert import show_alert, show_alert_list
from signalwright.reading.text.page import Page
from signalwright.reading.text.routes import show_routes
from signalwright.reading.text.service import show_service, show_service_list
from signalwright.reading.text.slo import show_slo, show_slo_list
from signalwright.reading.text.stack import show_stack
from signalwright.reading.text.words import stack_words
from signalwright.reading.view import View
from signalwright.records import record

VERSION = 1
"""The version of the shape of the data: a key may be added to it, and whatever else changes raises it."""

# Which environment is shown where nobody says it.
_IN_EARNEST = "production"

Fact = StackFact | ServiceFact | AlertFact | RoutesFact | SLOFact | ServiceLine | AlertLine


class UnknownNameError(Exception):
    """Nothing has the name that was asked for.

    Attributes:
        help: The way out, or None.
    """

    def __init__(self, message: str, help: str | None) -> None:
        """Takes what is wrong and the way out."""
        super().__init__(message)
        self.help = help


@record
class Shown:
    """What was asked for, stack by stack.

    Attributes:
        subject: `stack`, `service`, `alert`, `routes` or `slo`.
        found: Each stack with its facts.
        listed: Whether these are lines of a list, because no name was given.
        out: The folder of the project's artifacts.
    """

    subject: str
    found: tuple[tuple[View, tuple[Fact, ...]], ...]
    listed: bool
    out: str

    def json(self) -> str:
        """Returns the facts as one JSON document; the README of this folder describes it."""
        stacks: list[dict[str, Any]] = [
            {
                "stack": view.stack.name,
                "environment": view.stack.environment,
                "other_environments": list(view.others),
                "found": [plain(each) for each in facts],
            }
            for view, facts in self.found
        ]
        return print_json({"version": VERSION, "subject": self.subject, "stacks": stacks})

    def text(self, width: int) -> str:
        """Returns the facts as text.

        Args:
            width: How many characters a line should have at most.
        """
        page = Page(width)
        for view, facts in self.found:
            page.title(stack_words(view), view.at(view.stack.origin))
            if self.listed:
                page.gap()
                _show_list(page, facts)
            else:
                for each in facts:
                    _show(page, each, self.out)
        return page.text


def choose(compilation: Compilation, stack: str | None) -> list[View]:
    """Returns the stacks to show, each in one environment.

    Args:
        compilation: The run; of a stack that has several environments in it, `production` is shown, else the first.
        stack: Only the stack of this name; None for all.

    Raises:
        UnknownNameError: There is no such stack.
    """
    by_name: dict[str, list[CompiledStack]] = {}
    for each in compilation.stacks:
        by_name.setdefault(each.stack.name, []).append(each)
    if stack is not None and stack not in by_name:
        raise _unknown("stack", stack, by_name)
    out = compilation.sources.name(compilation.project.out) if compilation.project is not None else ""
    views = []
    for name, variants in by_name.items():
        if stack in (None, name):
            shown = next((each for each in variants if each.stack.environment == _IN_EARNEST), variants[0])
            others = [each.stack.environment for each in variants if each is not shown]
            views.append(View(shown, compilation.sources, [each for each in others if each is not None], out))
    return views


def shown(views: Sequence[View], subject: str, name: str | None, service: str | None) -> Shown:
    """Finds what was asked for.

    Args:
        views: The stacks.
        subject: `stack`, `service`, `alert`, `routes` or `slo`.
        name: Which one; None for all.
        service: Only alerts and SLOs of this service; None for all.

    Raises:
        UnknownNameError: Nothing has this name.
    """
    if service is not None and not any(service in view.stack.services for view in views):
        raise _unknown("service", service, (each for view in views for each in view.stack.services))
    found = [(view, tuple(_facts(view, subject, name, service))) for view in views]
    if subject in ("service", "alert", "slo"):
        found = [each for each in found if each[1]]
    if name is not None and not found:
        known = {each for view in views for each in _names(view, subject)}
        word = "SLO" if subject == "slo" else subject
        if service is not None and name in known:
            raise UnknownNameError(f"the service `{service}` has no {word} `{name}`", "leave out `--service`")
        raise _unknown(word, name, known)
    listed = name is None and subject in ("service", "alert", "slo")
    return Shown(subject, tuple(found), listed, views[0].out if views else "")


def _facts(view: View, subject: str, name: str | None, service: str | None) -> Iterable[Fact]:
    if subject == "stack":
        return [stack_fact(view)]
    if subject == "routes":
        return [routes_fact(view)]
    if subject == "slo":
        return slo_facts(view, name, service)
    if subject == "alert":
        if name is not None:
            return alert_facts(view, name, service)
        return [each for each in alert_lines(view) if service in (None, each.service)]
    if name is None:
        return [each for each in service_lines(view) if service in (None, each.name)]
    return [service_fact(view, name)] if name in view.stack.services else []


def _names(view: View, subject: str) -> Iterable[str]:
    if subject == "service":
        return view.stack.services
    return alert_names(view) if subject == "alert" else slo_names(view)


def _unknown(what: str, name: str, known: Iterable[str]) -> UnknownNameError:
    names = sorted(set(known))
    near = closest(name, names)
    way_out = f"did you mean `{near}`?" if near else f"there are {', '.join(f'`{each}`' for each in names)}"
    return UnknownNameError(f"there is no {what} `{name}`", way_out if names else None)


def _show(page: Page, fact: Fact, out: str) -> None:
    match fact:
        case StackFact():
            show_stack(page, fact, out)
        case ServiceFact():
            show_service(page, fact)
        case AlertFact():
            show_alert(page, fact)
        case RoutesFact():
            show_routes(page, fact)
        case SLOFact():
            show_slo(page, fact)
        case ServiceLine():
            show_service_list(page, [fact])
        case AlertLine():
            show_alert_list(page, [fact])


def _show_list(page: Page, facts: Sequence[Fact]) -> None:
    show_slo_list(page, [each for each in facts if isinstance(each, SLOFact)])
    show_service_list(page, [each for each in facts if isinstance(each, ServiceLine)])
    show_alert_list(page, [each for each in facts if isinstance(each, AlertLine)])
