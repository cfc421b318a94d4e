"""Verifies a compiled stack: which tools are called, and what they say at the places of the spec."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from signalwright.compile import CompiledStack
from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.report import Report
from signalwright.emit.artifact import Artifact
from signalwright.language.source import Sources
from signalwright.target import Finding, Invocation, Target, Tool
from signalwright.verify.places import artifact_place, place_of
from signalwright.verify.runner import Verdict, run_tools
from signalwright.verify.tools import Installed, choose, find_tools


@dataclass(slots=True)
class Toolbox:
    """The tools of this machine, each looked for once.

    Attributes:
        found: Tool name to its installations.
    """

    found: dict[str, list[Installed]] = field(default_factory=dict)

    def installed(self, tool: Tool) -> list[Installed]:
        """Returns the installations of a tool."""
        if tool.name not in self.found:
            self.found[tool.name] = find_tools(tool)
        return self.found[tool.name]


def verify_stack(
    compiled: CompiledStack,
    targets: Mapping[str, Target],
    toolbox: Toolbox,
    cache: Path | None,
    sources: Sources,
    out: str,
    report: Report,
    *,
    installed_only: bool = False,
) -> list[Verdict]:
    """Lets the real tools judge a stack.

    Args:
        compiled: The stack with its artifacts.
        targets: The targets by name.
        toolbox: The tools.
        cache: The folder of known answers, or None to ask anew.
        sources: The files of the spec.
        out: How the folder of the artifacts is called in diagnostics.
        report: Takes what the tools find, at the places of the spec, and each tool that is missing.
        installed_only: Whether a missing tool that no package manager has is a warning instead of an error, as one
            that gives a second opinion always is.

    Returns:
        The verdicts of the tools that were called.
    """
    calls: list[tuple[Invocation, Installed]] = []
    for name, backend in compiled.stack.backends.items():
        mine = [each for each in compiled.artifacts if each.path.startswith(f"{name}/")]
        for invocation in targets[name].verify(mine, backend.version):
            installed = toolbox.installed(invocation.tool)
            tool = choose(installed, backend.version)
            if tool is not None:
                calls.append((invocation, tool))
                continue
            if not installed and (invocation.tool.optional or (installed_only and not invocation.tool.packaged)):
                report.warning(
                    "verify/not-verified",
                    f"nothing here judges {targets[name].title} {backend.version}: there is no {invocation.tool.name}",
                    backend.origin,
                    help=invocation.tool.install,
                )
                continue
            there = ", ".join(str(each.version) for each in installed)
            report.error(
                "verify/missing-tool",
                f"no {invocation.tool.name} can judge {targets[name].title} {backend.version}"
                + (f"; the one here is {there}, which is older" if there else ""),
                backend.origin,
                help=invocation.tool.install,
            )
    verdicts = run_tools(calls, compiled.artifacts, cache)
    artifacts = {each.path: each for each in compiled.artifacts}
    for verdict in verdicts:
        for finding in verdict.findings:
            _refuse(finding, verdict, compiled, artifacts, sources, out, report)
    return verdicts


def _refuse(
    finding: Finding,
    verdict: Verdict,
    compiled: CompiledStack,
    artifacts: Mapping[str, Artifact],
    sources: Sources,
    out: str,
    report: Report,
) -> None:
    """Reports what a tool found at the place of the spec, with the line of the artifact that was made of it."""
    artifact = artifacts.get(finding.artifact or verdict.invocation.inputs[0])
    found = place_of(finding, artifact, compiled.stack.origin, sources)
    secondary: tuple[Label, ...] = ()
    if artifact is not None and finding.artifact is not None:
        file = f"{out}/{compiled.folder}/{artifact.path}"
        sources.add_text(file, artifact.content.decode())
        secondary = (Label(artifact_place(artifact, found.line, file), "made of it"),)
    report.error(
        "verify/refused",
        f"{verdict.installed.name}: {finding.message}",
        found.place,
        help="change this part of the spec; if it is right, what was made of it is a defect of signalwright",
        secondary=secondary,
    )
