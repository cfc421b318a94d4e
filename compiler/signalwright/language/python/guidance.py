"""What is told of an error that Python itself raises in a spec, and the way out; part of the child process."""

from __future__ import annotations

import builtins
import os
import re
import sys
from collections.abc import Collection, Sequence
from types import FrameType, ModuleType

from signalwright.diagnostics.closest import closest
from signalwright.language.python.modules import SPECS
from signalwright.spec.conditions import Condition, Reading
from signalwright.spec.metrics import Counter, Gauge, Histogram, Series, Summary
from signalwright.spec.places import CALLEE, SpecError, misuse
from signalwright.spec.service import SLO, Alert, Service
from signalwright.spec.stack import Part, Stack
from signalwright.spec.values import Named

TOP_KEYS = (
    "alerts", "allow", "backends", "dashboards", "defaults", "environments", "links", "logs", "receivers", "records",
    "routing", "secrets", "series", "services", "severities", "teams", "templates", "traces",
)  # fmt: skip
"""The keys of the top of a spec, which are said by keywords."""
SERVICE_KEYS = (
    "alerts", "allow", "depends_on", "health", "job", "metrics", "prices", "profile", "push", "records", "rows",
    "scrape", "series", "slos", "team", "trace_points", "use", "without",
)  # fmt: skip
"""The keys of a service, likewise."""
_METRICS: tuple[type[object], ...] = (Counter, Gauge, Histogram, Summary)
_NOUNS: dict[type[object], str] = {
    Stack: "a stack", Part: "a part of a stack", Service: "a service", Alert: "an alert", SLO: "an SLO",
    Counter: "a counter", Gauge: "a gauge", Histogram: "a histogram", Summary: "a summary", Reading: "a reading",
    Condition: "a condition", Named: "a name",
}  # fmt: skip
_CYCLE = "the two files import each other: move what both need into a third one"
_INSIDE = ("parts", "put_keys", "put_row", "said")  # Methods that are for the compiler, and none of a spec.
_ARGUMENTS = re.compile(r"(\w+)\.(\w+)\(\) (takes|missing) .*positional")
_PLACE_OF_MODULE = re.compile(r" \(([^()]*[/\\][^()]*|unknown location)\)$")


def misuse_of(error: BaseException) -> SpecError | None:
    """Returns what is wrong where `signalwright.spec` doesn't have the name that a spec asks for, or None."""
    if isinstance(error, AttributeError) and isinstance(error.obj, (Part, Named, Series, Reading)) and error.name:
        message, way = _no_attribute(error.obj, error.name)
        return misuse(message, way, (CALLEE,))
    if isinstance(error, ImportError) and (error.name or "").partition(".")[0] == "signalwright":
        imported = _imported(error)
        if imported is not None:
            names = vars(sys.modules["signalwright.spec"])["__all__"]
            return misuse(f"`{error.name}` has no `{imported}`", _meant(imported, names) or f"it has {_listed(names)}")
    return None


def _no_attribute(thing: object, name: str) -> tuple[str, str]:
    """Returns what is wrong, and the way out."""
    kind = type(thing)
    message = f"{_NOUNS.get(kind, 'this')} has no `{name}`"
    own = _methods(kind)
    if isinstance(thing, Part):
        key = name if name in TOP_KEYS else closest(name, (*own, *TOP_KEYS))
        if key in TOP_KEYS:
            return message, f"it is a key, and said as `Stack(…, {key}=…)`, `Part({key}=…)` or `say({key}=…)`"
    elif isinstance(thing, Service):
        key = name if name in SERVICE_KEYS else closest(name, (*own, *SERVICE_KEYS))
        if key in SERVICE_KEYS and key not in own:
            return message, f'say it where the service is made: `stack.service("api", {key}=…)`'
        if name in _methods(Part):
            return message, f"a stack or part has it: `stack.{name}(…)`"
    elif isinstance(thing, Series):
        others = [_NOUNS[each] for each in _METRICS if name in _methods(each)]
        if others:
            return message, f"{' and '.join(others)} {'has' if len(others) == 1 else 'have'} it; {_has(kind)}"
    elif isinstance(thing, Reading) and name in {*_methods(Counter), *_methods(Gauge), *_methods(Histogram)}:
        return message, "a metric has it, before it is read: `requests.where(…).rate()`"
    elif not own:
        return message, f"say it where that is declared, as in `stack.team(…, {name}=…)`"
    return message, _meant(name, own) or _has(kind)


def _methods(kind: type[object]) -> list[str]:
    """Returns the methods of a class that specs call, and properties such as `count`."""
    names = [each for each in dir(kind) if each[0] != "_" and each not in _INSIDE]
    return [each for each in names if callable(getattr(kind, each)) or isinstance(getattr(kind, each), property)]


def _has(kind: type[object]) -> str:
    return f"{_NOUNS.get(kind, 'it')} has {_listed(_methods(kind))}"


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"`{each}`" for each in sorted(names))


def _call_of(kind: type[object], method: str, problem: str) -> str:
    """Returns how a method is called whose arguments are none that it takes."""
    if method == "__init__":
        name = '"shop", ' if kind is Stack else ""
        return f"write keys with their names: `{kind.__name__}({name}links=…)`"
    if problem == "missing":
        return (
            f"call it with its arguments, of what is made: `{'part' if issubclass(kind, Part) else 'api'}.{method}(…)`"
        )
    code = getattr(kind, method).__code__
    named = code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount] or ("for_",)
    return f"write what comes behind with its name, such as `{named[0]}=…`"


def _meant(name: str, candidates: Collection[str]) -> str | None:
    near = closest(name, candidates)
    return None if near is None else f"did you mean `{near}`?"


def _imported(error: ImportError) -> str | None:
    found = re.match(r"cannot import name '(\w+)'", str(error))
    return None if found is None else found[1]


def words_of(error: BaseException, root: str) -> str:
    """Returns the first line of what an error says, with the place of no machine in it.

    Args:
        error: The error.
        root: The project's folder, absolute.
    """
    try:
        words = str(error)
    except BaseException:  # noqa: BLE001  # an error whose text fails is still told by its kind
        return ""
    if isinstance(error, ImportError):
        words = _PLACE_OF_MODULE.sub("", words)
    words = words.replace(f"'{SPECS}.", "'")
    return words.strip().split("\n")[0].rstrip(".").replace(root + os.sep, "")


def way_out(error: BaseException, words: str, frames: Sequence[FrameType]) -> str:
    """Returns the way out of an error.

    Args:
        error: The error.
        words: What it says.
        frames: What ran when it was raised, the outermost first.
    """
    if isinstance(error, ModuleNotFoundError):
        return "a spec imports the standard library, `signalwright.spec` and files of its own project"
    running = {each.f_code.co_filename for each in frames[:-1]}
    if isinstance(error, AttributeError) and isinstance(error.obj, ModuleType) and error.obj.__file__ in running:
        return _CYCLE
    if isinstance(error, ImportError):
        if error.path in running:
            return _CYCLE
        near = _meant(
            _imported(error) or "", [each for each in dir(sys.modules.get(error.name or "")) if each[0] != "_"]
        )
        if near is not None:
            return near
    if isinstance(error, NameError) and frames and error.name:
        near = _meant(error.name, {*frames[-1].f_locals, *frames[-1].f_globals, *dir(builtins)})
        if near is not None:
            return near
    if isinstance(error, TypeError) and ("'method'" in words or "'function'" in words):
        return "call it, with `()` behind its name"
    if isinstance(error, TypeError):
        arguments = _ARGUMENTS.match(words)
        kind = next((each for each in _NOUNS if arguments is not None and each.__name__ == arguments[1]), None)
        if arguments is not None and kind is not None:
            return _call_of(kind, arguments[2], arguments[3])
    if isinstance(error, AttributeError) and error.obj is None:
        return "it is None: does the function that it comes from return something?"
    if isinstance(error, MemoryError):
        return "say less at once; a spec has 2 GiB"
    return "correct the line that is shown, or what it calls"
