"""Resolves alerts: condition, severities, texts and runbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from signalwright import names
from signalwright.diagnostics.diagnostic import Label
from signalwright.ir.alert import Alert, Threshold
from signalwright.ir.metric import Metric
from signalwright.ir.values import Duration
from signalwright.language.models.alerts import AlertSpec, ConditionSpec
from signalwright.passes.resolve.conditions import lower_condition
from signalwright.passes.resolve.readings import ConditionScope
from signalwright.passes.resolve.routing import DEFAULT_SEVERITIES
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.passes.resolve.series import Catalogue, metric_of_series
from signalwright.passes.resolve.summaries import check_texts, derive_summary
from signalwright.promql.tree import Expression, Verbatim, walk


def resolve_alert(
    scope: Scope, catalogue: Catalogue, service: str | None, team: str | None, name: str, spec: AlertSpec, path: Path
) -> Alert | None:
    """Returns an alert, or None when an error was reported.

    Args:
        scope: The spec.
        catalogue: The metrics of every service.
        service: The service in whose block the alert stands, or None.
        team: The team that owns the service, or None.
        name: The alert's name.
        spec: What was written.
        path: Where.
    """
    if spec.when is None:
        return None
    place = scope.locate(path)
    owner = _owner(scope, spec, team, path)
    severities = _severities(scope, spec, spec.when, path)
    _check_labels(scope, spec, path)
    thresholds = list(_thresholds(scope, catalogue, service, spec.when, severities, (*path, "when")))
    check_texts(
        scope,
        path,
        lambda: _template_labels(catalogue, thresholds),
        summary=spec.summary,
        description=spec.description,
    )
    summary = spec.summary or _summary(scope, catalogue, service, spec.when, path)
    notify = None
    if spec.notify is not None:
        receivers = list(scope.spec.receivers or {})
        notify = scope.refer_all(
            spec.notify, receivers, "receiver", (*path, "notify"), declare="declare it under `receivers`"
        )
    if owner is None or summary is None or not thresholds or len(thresholds) < len(severities):
        return None
    return Alert(
        name=name,
        team=owner,
        service=service,
        thresholds=tuple(thresholds),
        hold=spec.for_ or Duration(0),
        keep=spec.keep,
        group=spec.group,
        labels=spec.labels or {},
        kind=spec.when.kind,
        summary=summary,
        description=spec.description,
        text_origins={
            name: scope.locate((*path, name))
            for name, text in ((names.SUMMARY, spec.summary), (names.DESCRIPTION, spec.description))
            if text is not None and "{{" in text
        },
        runbook=spec.runbook,
        dashboard=spec.dashboard,
        notify=notify,
        origin=place,
        runbook_origin=scope.locate((*path, "runbook")) if spec.runbook is not None else None,
        keep_origin=scope.locate((*path, "keep")) if spec.keep is not None else None,
    )


def _thresholds(
    scope: Scope,
    catalogue: Catalogue,
    service: str | None,
    when: ConditionSpec,
    severities: list[tuple[str, Path]],
    path: Path,
) -> Iterator[Threshold]:
    """Yields the condition of an alert at each severity; one that an error was reported of is left out."""
    for severity, where in severities:
        lowered = lower_condition(ConditionScope(scope, catalogue, service, severity), when, path)
        if lowered is not None:
            yield Threshold(
                severity=severity,
                expression=lowered.expression,
                labels=lowered.apart,
                origin=scope.locate(where),
                measured=lowered.measured,
            )


def _template_labels(catalogue: Catalogue, thresholds: list[Threshold]) -> frozenset[str] | None:
    """Returns the labels that the result of an alert's rules may have, or None when they aren't known here.

    Those of raw PromQL are known when everything is derived: `alerts/unknown-template-label` looks at them then.
    """
    known = [each.labels for each in thresholds]
    if not known or None in known or any(_is_raw(each.expression) for each in thresholds):
        return None
    labels = frozenset[str]().union(*(each or () for each in known))
    if names.INSTANCE in labels:
        # A series that keeps its target has what the scrape adds to it; whose that is, `down` of several doesn't say.
        labels = labels.union(*(each.labels for each in catalogue.values()))
    return labels


def _is_raw(expression: Expression) -> bool:
    return any(isinstance(each, Verbatim) for each in walk(expression))


def _summary(scope: Scope, catalogue: Catalogue, service: str | None, when: ConditionSpec, path: Path) -> str | None:
    """Returns the summary that follows from a condition, or None when an error was reported."""
    if when.during is not None:
        from signalwright.passes.resolve.quiet_times import quiet_times, quiet_words

        words = {each.name: quiet_words(each) for each in quiet_times(scope)}
        return f"{when.during} is {words.get(when.during, 'near')}"
    summary = derive_summary(service, when, _metrics(catalogue, when.from_ or service))
    if summary is None:
        scope.report.error(
            "alerts/missing-summary",
            f"no summary can be derived from a condition with `{when.kind}`",
            scope.locate(path).key(),
            help='say in one line what is wrong: `summary: "…"`',
        )
    return summary


def _metrics(catalogue: Catalogue, owner: str | None) -> Callable[[str], Metric | None]:
    """Returns a function that finds the metric that a reference names."""
    known = list(catalogue.values()) if owner is None else [catalogue[owner]] if owner in catalogue else []

    def metric_of(reference: str) -> Metric | None:
        name = reference.partition("{")[0].strip()
        found = (metric_of_series(each.metrics, name) for each in known)
        return next((metric for metric in found if metric is not None), None)

    return metric_of


def _owner(scope: Scope, spec: AlertSpec, team: str | None, path: Path) -> str | None:
    if spec.team is not None:
        teams = list(scope.spec.teams or {})
        place = scope.locate((*path, "team"))
        return spec.team if scope.refer(spec.team, teams, "team", place, declare="declare it under `teams`") else None
    if team is None and path[0] != "services":
        if len(scope.spec.teams or {}) == 1:
            return next(iter(scope.spec.teams or {}))
        scope.report.error(
            "language/missing-owner",
            "nobody owns the alert",
            scope.locate(path).key(),
            help="say which team it is for: `team: web`",
        )
    return team


def _severities(scope: Scope, spec: AlertSpec, when: ConditionSpec, path: Path) -> list[tuple[str, Path]]:
    """Returns the severities of an alert, gravest first, each with the place that says it."""
    declared = scope.spec.severities or list(DEFAULT_SEVERITIES)
    by_threshold: dict[str, Path] = {}
    for severity, where in _threshold_severities(when, (*path, "when")):
        by_threshold.setdefault(severity, where)
    if by_threshold and spec.severity is not None:
        scope.report.error(
            "language/conflicting-keys",
            "the thresholds say the severities already",
            scope.locate((*path, "severity")).key(),
            help="leave `severity` out",
            secondary=[Label(scope.locate(next(iter(by_threshold.values()))).key(), "said here")],
        )
        return []
    if spec.severity is not None:
        by_threshold = {spec.severity: (*path, "severity")}
    if not by_threshold:
        scope.report.error(
            "language/missing-key",
            "an alert needs a `severity`",
            scope.locate(path).key(),
            help=f"add `severity: {declared[0]}`, or a bound for each severity: `above: {{{declared[0]}: 10%}}`",
        )
        return []
    found = [
        (severity, where)
        for severity, where in by_threshold.items()
        if scope.refer(
            severity,
            declared,
            "severity",
            scope.locate(where) if spec.severity is not None else scope.locate(where).key(),
            declare="add it to `severities`",
        )
    ]
    return sorted(found, key=lambda each: declared.index(each[0]))


def _threshold_severities(spec: ConditionSpec, path: Path) -> Iterator[tuple[str, Path]]:
    for key in ("above", "below"):
        written = getattr(spec, key)
        if isinstance(written, dict):
            yield from ((severity, (*path, key, severity)) for severity in written)
    for key in ("all", "any"):
        for index, each in enumerate(getattr(spec, key) or ()):
            yield from _threshold_severities(each, (*path, key, index))
    if spec.unless is not None:
        yield from _threshold_severities(spec.unless, (*path, "unless"))


def _check_labels(scope: Scope, spec: AlertSpec, path: Path) -> None:
    for label in spec.labels or {}:
        if label in names.RESERVED_ALERT_LABELS:
            scope.report.error(
                "alerts/reserved-label",
                f"the label `{label}` is derived, so an alert can't set it",
                scope.locate((*path, "labels", label)).key(),
                help="choose another name",
            )
