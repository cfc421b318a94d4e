"""The names that a stack declares, each with a line for the person who looks for it.

What is gathered is what was written, not what is valid: a spec in the making has mistakes, and its names count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from signalwright.diagnostics.report import Report
from signalwright.language.editors.stacks import StackParts
from signalwright.language.libraries import Libraries

Names = Mapping[str, Mapping[str, str]]
"""Kind → name → what is said of it, as Markdown; empty where nothing is."""

KINDS = (
    "alert-labels", "alerts", "counters", "gauges", "given", "histograms", "libraries", "metrics", "pages", "paths",
    "quiet-times", "receivers", "records", "secrets", "series-labels", "services", "severities", "slos", "teams",
    "templates",
)  # fmt: skip
"""What the models can say of a key with `names` and `keyed_by`."""

_GIVEN = ("alerts", "records", "slos", "rows")
_REMOVABLE = ("secrets", "receivers", "teams", "services", "alerts", "records", "dashboards")
_KIND_OF_TYPE = {
    "counter": "counters", "gauge": "gauges", "info": "gauges", "histogram": "histograms",
    "native-histogram": "histograms",
}  # fmt: skip
_SEVERITIES = ("critical", "warning", "info")
_LONGEST = 200


def names_of(stack: StackParts, libraries: Libraries) -> Names:
    """Returns the names that a stack declares, and those that libraries give to its services.

    Args:
        stack: What its files say.
        libraries: Reads the libraries that services use.

    Returns:
        The names by kind, each kind in order.
    """
    gathering = _Gathering(libraries)
    for file in stack.files:
        gathering.spec(file)
        for block in _mapping(file.get("environments")).values():
            for change in ("change", "add"):
                gathering.spec(_mapping(_mapping(block).get(change)))
        gathering.paths(file)
    for page in stack.pages:
        gathering.add("pages", page)
    return gathering.finished()


class _Gathering:
    """Gathers names; the first that is said of one counts."""

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries
        self._found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        for label in ("job", "instance"):
            self.add("series-labels", label, "every series")
        for label in ("alertname", "severity", "team", "service", "slo", "stack", "environment"):
            self.add("alert-labels", label, "set by the compiler")
        for each in libraries.names:
            self.add("libraries", each, "library")
        for each in _GIVEN:
            self.add("given", each, f"all {each}")

    def add(self, kind: str, name: object, about: str = "") -> None:
        """Adds a name, unless it can't be one; what is said of it has to be fit to be shown, too."""
        if isinstance(name, str) and name.strip() and name.isprintable() and len(name) <= _LONGEST:
            known = self._found[kind]
            known[name] = known.get(name) or (about if about.isprintable() else "")

    def finished(self) -> Names:
        """Returns what was found, in order; severities from the gravest on."""
        if not self._found["severities"]:
            for each in _SEVERITIES:
                self.add("severities", each)
        return {
            kind: found if kind == "severities" else dict(sorted(found.items())) for kind, found in self._found.items()
        }

    def spec(self, data: Mapping[str, Any]) -> None:
        """Gathers from a file, or from what an environment changes or adds."""
        for name, team in _mapping(data.get("teams")).items():
            told = _mapping(_mapping(team).get("notify")).items()
            self.add("teams", name, "; ".join(f"{severity}: {_listed(receivers)}" for severity, receivers in told))
        for name, receiver in _mapping(data.get("receivers")).items():
            self.add("receivers", name, _listed(list(_mapping(receiver))))
        for name, secret in _mapping(data.get("secrets")).items():
            self.add("secrets", name, _listed(list(_mapping(secret).values())))
        for each in _list(data.get("severities")):
            self.add("severities", each)
        for each in _list(_mapping(data.get("routing")).get("quiet")):
            self.add("quiet-times", _mapping(each).get("name"))
        for name, service in _mapping(data.get("services")).items():
            team = _mapping(service).get("team")
            self.add("services", name, f"team `{team}`" if isinstance(team, str) else "")
            self._service(_mapping(service), str(name))
        for name, template in _mapping(data.get("templates")).items():
            self.add("templates", name, "template")
            self._service(_mapping(template), str(name), given=True)
        self._service(_mapping(_mapping(data.get("defaults")).get("service")), "every service", given=True)
        self._service({key: data[key] for key in ("alerts", "records") if key in data}, "the stack")

    def paths(self, data: Mapping[str, Any]) -> None:
        """Gathers the dotted paths of what an environment may remove."""
        for block in _REMOVABLE:
            for name, thing in _mapping(data.get(block)).items():
                self.add("paths", f"{block}.{name}")
                for part in (*_GIVEN, "metrics") if block == "services" else ():
                    for each in _mapping(_mapping(thing).get(part)):
                        self.add("paths", f"{block}.{name}.{part}.{each}")

    def _service(self, service: Mapping[str, Any], owner: str, *, given: bool = False) -> None:
        """Gathers from a service, or from what others are given: a template, a library, the defaults."""
        for name, metric in _mapping(service.get("metrics")).items():
            self._metric(name, metric, owner)
        for name, alert in _mapping(service.get("alerts")).items():
            said = _mapping(alert)
            summary = said.get("summary")
            self.add("alerts", name, f"of {owner}" + (f": {_quoted(summary)}" if isinstance(summary, str) else ""))
            for label in _mapping(said.get("labels")):
                self.add("alert-labels", label, f"of `{name}`")
        for name, slo in _mapping(service.get("slos")).items():
            said = _mapping(slo)
            self.add("slos", name, " ".join([f"of {owner}", *_texts([said.get("objective"), said.get("window")])]))
        for name in _mapping(service.get("records")):
            self.add("records", name, f"of {owner}")
        for label in _mapping(_mapping(service.get("scrape")).get("labels")):
            self.add("series-labels", label, f"every series of {owner}")
        for part in _GIVEN if given else ():
            for name in _mapping(service.get(part)):
                self.add("given", name, f"of {owner}")
        uses = service.get("use")
        for each in [uses] if isinstance(uses, str) else _list(uses):
            if each in self._libraries.names:
                self._service(self._libraries.layer(each, Report()).value, f"the library {each}", given=True)

    def _metric(self, name: object, metric: object, owner: str) -> None:
        said = {"type": metric} if isinstance(metric, str) else _mapping(metric)
        labels = said.get("labels")
        listed = _texts(labels if isinstance(labels, (list, dict)) else ())
        kind, help_ = said.get("type"), said.get("help")
        about = f"{kind if isinstance(kind, str) else 'metric'} of {owner}"
        about += f", by {_listed(listed)}" if listed else ""
        about += f": {_quoted(help_)}" if isinstance(help_, str) else ""
        self.add("metrics", name, about)
        if isinstance(kind, str) and kind in _KIND_OF_TYPE:
            self.add(_KIND_OF_TYPE[kind], name, about)
        for each in listed:
            self.add("series-labels", each, f"of `{name}`")


def _mapping(value: object) -> Mapping[Any, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(values: Iterable[object]) -> list[str]:
    return [each for each in values if isinstance(each, str)]


def _listed(values: object) -> str:
    """Returns texts as a person lists them: `` `a`, `b` ``."""
    return ", ".join(f"`{each}`" for each in _texts(_each(values)))


def _each(values: object) -> Iterator[object]:
    yield from values if isinstance(values, (list, tuple)) else ()


def _quoted(text: str) -> str:
    """Returns a text on one line, not too long for a list."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:77]}..."
