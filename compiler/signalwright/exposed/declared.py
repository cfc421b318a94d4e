"""What specs and libraries declare of a service, to be compared with what it exposes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.ir.metric import Metric
from signalwright.ir.service import Service
from signalwright.language.libraries import Libraries
from signalwright.language.load import load_specs
from signalwright.language.models.metrics import MetricSpec
from signalwright.language.models.stack import StackSpec
from signalwright.language.project import load_project
from signalwright.language.source import Sources
from signalwright.language.source.values import read_values
from signalwright.language.surface import surface_model
from signalwright.language.variants import SpecVariant
from signalwright.library import FILE, FOLDER, library_names
from signalwright.passes.resolve import resolve
from signalwright.passes.resolve.metrics import resolve_metric
from signalwright.passes.resolve.scope import Scope
from signalwright.policy import Settings, load_settings
from signalwright.records import record
from signalwright.registry import find


@record(kw_only=True)
class Declared:
    """What is declared of one service.

    Attributes:
        name: The name of the service, or of the library.
        metrics: Its metrics by name.
        origin: Where it is declared.
        honors: Whether labels on its page win over those of the scrape.
        added: Labels that its scrape adds to every series.
        series: The most series that it may have, with the place that says it, or None.
        variant: The spec that declares it, or None for a library alone.
    """

    name: str
    metrics: Mapping[str, Metric]
    origin: Origin
    honors: bool = False
    added: tuple[str, ...] = ()
    series: tuple[int, Origin] | None = None
    variant: SpecVariant | None = None


class UnknownServiceError(Exception):
    """There is no such service; the text says which there are."""


@record
class Project:
    """What was read of a project.

    Attributes:
        services: What is declared of each service, the same service once for each stack that has it.
        packages: The packages that hold checks.
        settings: The policy.
    """

    services: tuple[Declared, ...]
    packages: tuple[ModuleType, ...]
    settings: Settings


def read_project(root: Path, sources: Sources, report: Report, environment: str | None = None) -> Project:
    """Reads what the specs of a project declare.

    Args:
        root: The project's folder.
        sources: Reads its files.
        report: Takes what is wrong with them.
        environment: The environment that is meant; None for what a stack says without one, or in its first.
    """
    project = load_project(root, sources, report)
    if project is None:
        return Project((), (), Settings())
    registry = find(project.extensions)
    settings = load_settings(project.policy, registry.check_packages, report)
    variants = load_specs(
        project, surface_model(registry.targets), sources, report, environment=environment, on_request=True
    )
    services: list[Declared] = []
    seen: set[tuple[str, str]] = set()
    for variant in variants:
        stack = resolve(variant, registry.targets, report if variant.salvaged is None else Report())
        for service in stack.services.values():
            if (stack.name, service.name) not in seen:
                seen.add((stack.name, service.name))
                services.append(_declared(service, variant))
    return Project(tuple(services), registry.check_packages, settings)


def read_library(name: str, sources: Sources, report: Report) -> Declared:
    """Reads what a library declares.

    Args:
        name: The name of the library.
        sources: Reads its file.
        report: Takes what is wrong with it, which the package holds as it was tested.

    Raises:
        UnknownServiceError: There is no library of this name.
    """
    if name not in library_names():
        raise UnknownServiceError(f"there is no library `{name}`; there are {', '.join(library_names())}")
    layer = Libraries(sources).layer(name, report)
    metrics = metrics_in(layer.value.get("metrics", {}), layer.origin.child("metrics"), report)
    metrics = {each: replace(metric, library=name) for each, metric in metrics.items()}
    return Declared(name=name, metrics=metrics, origin=layer.origin.child("metrics"))


def metrics_in(written: Mapping[str, Any], origin: Origin, report: Report) -> dict[str, Metric]:
    """Returns the metrics of a block `metrics` that stands alone.

    Args:
        written: The values of the block, which are right for the language.
        origin: Where it stands.
        report: Takes labels, buckets and types that don't go together.
    """
    scope = Scope(StackSpec.model_construct(), lambda path: origin.child(*path), report)
    return {
        name: resolve_metric(scope, name, MetricSpec.model_validate(value), (name,)) for name, value in written.items()
    }


def library_of(names: Collection[str]) -> str | None:
    """Returns the library that knows a page best, when the page has most of what the library declares."""
    best, most = None, 0.5
    for each in library_names():
        data = read_values((FOLDER / each / FILE).read_text(encoding="utf-8"))
        metrics = data.get("metrics", {}) if isinstance(data, dict) else {}
        share = len(metrics.keys() & set(names)) / max(len(metrics), 1)
        if share > most:
            best, most = each, share
    return best


def service_of(services: Sequence[Declared], name: str | None) -> Declared:
    """Returns what is declared of a service.

    Args:
        services: What is declared of all services.
        name: The name of the service; None for the only one that declares metrics.

    Raises:
        UnknownServiceError: There is no such service, or there are several and none is named.
    """
    from signalwright.diagnostics.closest import closest

    with_metrics = [each for each in services if each.metrics]
    if name is None:
        if len(with_metrics) == 1:
            return with_metrics[0]
        known = ", ".join(f"`{each.name}`" for each in with_metrics)
        raise UnknownServiceError(f"name the service whose page that is: `--service NAME`; there are {known or 'none'}")
    found = [each for each in services if each.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownServiceError(f"several stacks have a service `{name}`; compare it in a project of one of them")
    near = closest(name, [each.name for each in services])
    known = ", ".join(f"`{each.name}`" for each in with_metrics)
    way_out = f"did you mean `{near}`?" if near else f"there are {known or 'none'}"
    raise UnknownServiceError(f"there is no service `{name}`; {way_out}")


def _declared(service: Service, variant: SpecVariant) -> Declared:
    scrape, budget = service.scrape, service.budget
    return Declared(
        name=service.name,
        metrics=service.metrics,
        origin=service.origin,
        honors=scrape is not None and scrape.honor_labels,
        added=tuple(scrape.labels) if scrape is not None else (),
        series=None if budget is None else (budget.most, budget.origin),
        variant=variant,
    )
