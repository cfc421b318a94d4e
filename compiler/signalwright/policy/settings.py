"""Reads the policy of a project: levels by name, and the options of checks, judged by each check's own model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import partial
from types import ModuleType

from pydantic import ValidationError

from signalwright.checks import check_options
from signalwright.checks.facts import check_names, facts_of
from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Level
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin, Place, Step
from signalwright.language.model import SpecModel
from signalwright.language.models.policy import OFF, PolicySpec
from signalwright.language.project import PROJECT_FILE
from signalwright.records import record

_POLICY = Origin(PROJECT_FILE, ("policy",))


@record
class Settings:
    """The policy of a project, as it is used.

    Attributes:
        levels: Finding to its level, or None for one that isn't told; only those that the project changes.
        options: Check to what it is told, for each check that can be told something. A check whose required options
            aren't given is missing, and isn't run.
        fail_on: The mildest level that keeps artifacts from being written.
    """

    levels: Mapping[str, Level | None] = field(default_factory=dict)
    options: Mapping[str, SpecModel] = field(default_factory=dict)
    fail_on: Level = Level.ERROR


def load_settings(policy: PolicySpec | None, packages: tuple[ModuleType, ...], report: Report) -> Settings:
    """Reads a policy.

    Args:
        policy: What the project says, or None.
        packages: The packages that hold checks.
        report: Takes names that no check has, levels that can't be changed and options that a check refuses.
    """
    models = check_options(packages)
    if policy is None:
        return Settings(options=_options({}, models, report)) if models else Settings()
    known = check_names(packages) if policy.levels or policy.checks else {}
    levels: dict[str, Level | None] = {}
    for name, word in (policy.levels or {}).items():
        place = _POLICY.child("levels", name).key()
        if name not in known:
            report_unknown(name, known, place, report)
        elif not facts_of(name, known[name]).can_allow:
            report.error(
                "policy/fixed-level",
                f"the level of `{name}` can't be changed",
                place,
                help="take the line out; what is found by it keeps something from being made",
            )
        else:
            levels[name] = None if word == OFF else Level(word)
    for name in policy.checks or {}:
        place = _POLICY.child("checks", name).key()
        if name not in known:
            report_unknown(name, known, place, report)
        elif name not in models:
            report.error(
                "policy/no-options",
                f"`{name}` can't be told anything",
                place,
                help="take the line out; a check with a class `Options` can",
            )
    return Settings(levels, _options(policy.checks or {}, models, report), Level(policy.fail_on))


def _options(
    written: Mapping[str, object], models: Mapping[str, type[SpecModel]], report: Report
) -> dict[str, SpecModel]:
    """Returns the options of each check that can be told something, without those that are wrong."""
    found: dict[str, SpecModel] = {}
    for name, model in models.items():
        data = written.get(name, {})
        try:
            found[name] = model.model_validate(data)
        except ValidationError as error:
            from signalwright.language.validate import report_errors

            place = _POLICY.child("checks", name) if name in written else _POLICY
            report_errors(model, data, error, partial(_below, place), report)
    return found


def _below(place: Origin, path: tuple[Step, ...]) -> Origin:
    return place.child(*path)


def report_unknown(name: str, known: Mapping[str, str], place: Place, report: Report) -> None:
    """Reports a name that no check has.

    Args:
        name: The name.
        known: The names that there are.
        place: Where it stands.
        report: Takes the error.
    """
    near = next((each for each in known if each.endswith(f"/{name}")), None) or closest(name, known)
    report.error(
        "policy/unknown-check",
        f"there is no finding `{name}`",
        place,
        help=f"did you mean `{near}`?" if near else "`signalwright explain` lists all",
    )
