"""Makes the validated specs of a stack: one for each environment, or one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language.environments import apply_environment
from signalwright.language.merge import Merged, has_given
from signalwright.language.models.stack import StackSpec
from signalwright.language.pages import RunbookPage
from signalwright.language.salvage import Salvaged, salvage
from signalwright.language.source import Sources
from signalwright.language.validate import report_unsupported, validate, validate_given
from signalwright.records import record

if TYPE_CHECKING:
    from signalwright.language.expand import Expanded
    from signalwright.language.libraries import Libraries

KeyPath = tuple[str | int, ...]


@record
class SpecVariant:
    """The spec of a stack in one environment.

    Attributes:
        stack: The stack's name.
        environment: The environment's name, or None when the stack has none.
        on_request: Whether it is compiled only when it is named.
        spec: The validated spec.
        locate: Gives the place in the spec of a key path.
        pages: The runbook pages by file name.
        salvaged: What is sound of a spec with errors, which then is `spec`; None for a valid one.
        expanded: The spec with templates, libraries and defaults written out; None when it has none.
        is_reduced: Whether the environment removes something that the stack declares.
    """

    stack: str
    environment: str | None
    on_request: bool
    spec: StackSpec
    locate: Callable[[KeyPath], Origin]
    pages: Mapping[str, RunbookPage]
    salvaged: Salvaged | None = None
    expanded: Expanded | None = None
    is_reduced: bool = False


def make_variants(
    base: Merged,
    model: type[StackSpec],
    sources: Sources,
    pages: Mapping[str, RunbookPage],
    known: dict[str, Origin],
    report: Report,
    *,
    environment: str | None,
    on_request: bool,
) -> list[SpecVariant]:
    """Makes the variants of a stack.

    Args:
        base: The merged files.
        model: The surface model.
        sources: Reads libraries.
        pages: The runbook pages by file name.
        known: Takes the names of all environments, with their place.
        report: Takes what is wrong.
        environment: Only this environment; None for all that are compiled always.
        on_request: Whether those that are compiled only on request are made as well.
    """
    making = _Making(model, sources, pages)
    whole = making.variant(base, None, report, on_request=False)
    if whole is None or whole.salvaged is not None:
        return [] if whole is None else [whole]
    if whole.expanded is not None:
        whole.expanded.report_unused(report)
    environments = whole.spec.environments
    if not environments:
        return [] if environment is not None else [whole]
    for each in environments:
        known.setdefault(each, base.locate(("environments",)).key())
    variants = []
    found: dict[str | None, Report] = {}
    if environment is None and all(block.emit == "on-request" for block in environments.values()):
        variants.append(whole)
    for name, block in sorted(environments.items()):
        if name != environment if environment is not None else block.emit == "on-request" and not on_request:
            continue
        own = found.setdefault(name, Report())
        merged = apply_environment(base, name, model, making.libraries() if has_given(base.data) else None, own)
        if own.has_errors:
            continue
        changed = making.variant(merged, name, own, on_request=block.emit == "on-request")
        if changed is not None and changed.salvaged is None:
            variants.append(replace(changed, is_reduced=bool(block.remove)))
    report.gather(found)
    broken = bool(found) and not variants
    if broken and not any(block.add for block in environments.values()):
        # No environment is sound, and none has more than the stack: what is wrong in the stack is wrong in each.
        variants.append(whole)
    return variants


class _Making:
    """Makes variants of one stack."""

    def __init__(self, model: type[StackSpec], sources: Sources, pages: Mapping[str, RunbookPage]) -> None:
        self._model = model
        self._sources = sources
        self._pages = pages
        self._libraries: Libraries | None = None

    def libraries(self) -> Libraries:
        """Returns the libraries, of which each is read when it is used."""
        if self._libraries is None:
            from signalwright.language.libraries import Libraries

            self._libraries = Libraries(self._sources)
        return self._libraries

    def variant(
        self, merged: Merged, environment: str | None, report: Report, *, on_request: bool
    ) -> SpecVariant | None:
        """Returns a valid spec, or what is sound of one with errors; None when that is nothing.

        Args:
            merged: The values, as they are in the environment.
            environment: The environment's name, or None.
            report: Takes what is wrong.
            on_request: Whether it is compiled only when it is named.
        """
        expanded, spec, pages = None, None, self._pages
        if has_given(merged.data):
            expanded, spec = self._expanded(merged, report)
            pages = {**self.libraries().pages(expanded.libraries, report), **pages}
        else:
            spec = validate(self._model, merged.data, merged.locate, report)
        stack = merged if expanded is None else expanded
        lost = frozenset(expanded.lost) if expanded is not None else frozenset()
        salvaged = None
        if spec is None:
            salvaged = salvage(self._model, stack.data)
            if salvaged is None:
                return None
            salvaged = Salvaged(salvaged.spec, salvaged.lost | lost)
        elif lost:
            salvaged = Salvaged(spec, lost)
        sound = salvaged.spec if salvaged is not None else spec
        assert sound is not None
        report_unsupported(sound, stack.locate, report)
        return SpecVariant(sound.stack, environment, on_request, sound, stack.locate, pages, salvaged, expanded)

    def _expanded(self, merged: Merged, report: Report) -> tuple[Expanded, StackSpec | None]:
        """Returns a stack with everything written out, and its spec when that is valid."""
        from signalwright.language.expand import expand, find_doubtful

        given, own = Report(), Report()
        validate_given(self._model, merged.data, merged.locate, given)
        expanded = expand(merged, self._model, self.libraries(), own)
        spec = validate(self._model, expanded.data, expanded.locate, own)
        if given.has_errors or own.has_errors:
            doubtful = find_doubtful(self._model, merged.data, given)
            if doubtful:
                own = Report()
                expanded = expand(merged, self._model, self.libraries(), own, doubtful)
                spec = validate(self._model, expanded.data, expanded.locate, own)
        report.extend(given)
        report.extend(own)
        return expanded, spec
