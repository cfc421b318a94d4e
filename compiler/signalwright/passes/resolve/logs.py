"""Resolves how long lines of logs are kept."""

from __future__ import annotations

from signalwright.ir.logs import LogClass, Logs
from signalwright.ir.routes import LabelMatch
from signalwright.language.models.logs import KeepSpec
from signalwright.names import LOG_CLASS, LOG_LEVEL, LOG_LEVELS
from signalwright.passes.resolve.scope import Scope

OTHERWISE = "default"


def resolve_logs(scope: Scope) -> Logs | None:
    """Returns how long lines are kept, or None when nothing is said; reports what a class can't be told by."""
    written = scope.spec.logs.keep if scope.spec.logs is not None else None
    if written is None:
        return None
    place = scope.place("logs", "keep")
    otherwise = written.get(OTHERWISE)
    if otherwise is not None and otherwise.match is not None:
        scope.report.error(
            "language/useless-key",
            f"`{OTHERWISE}` is all lines of no class, and nothing else",
            scope.place("logs", "keep", OTHERWISE, "match").key(),
            help="leave `match` out, or give the class another name",
        )
    return Logs(
        keep=otherwise.keep if otherwise is not None else None,
        classes=tuple(_class(scope, name, each) for name, each in sorted(written.items()) if name != OTHERWISE),
        origin=place,
        keep_origin=scope.place("logs", "keep", OTHERWISE, "keep") if otherwise is not None else place,
    )


def _class(scope: Scope, name: str, spec: KeepSpec) -> LogClass:
    if spec.match is not None and not spec.match:
        scope.report.error(
            "language/useless-key",
            f"`match` of `{name}` names no label",
            scope.place("logs", "keep", name, "match").key(),
            help=f"name a label and its value: `{{{LOG_CLASS}: {name}}}`, or leave `match` out",
        )
    labels = spec.match or {LOG_LEVEL if name in LOG_LEVELS else LOG_CLASS: name}
    return LogClass(
        name=name,
        matches=tuple(LabelMatch(label, "=", value) for label, value in sorted(labels.items())),
        keep=spec.keep,
        origin=scope.place("logs", "keep", name),
        keep_origin=scope.place("logs", "keep", name, "keep"),
    )
