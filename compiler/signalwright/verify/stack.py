"""Verifies a compiled stack: which tools are called, and what they say at the places of the spec."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from signalwright.compile import CompiledStack
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact
from signalwright.emit.source_map import origin_at, origin_of
from signalwright.target import Finding, Invocation, Target, Tool
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
            place = _place(finding, verdict, artifacts) or compiled.stack.origin
            where = ""
            if finding.artifact is not None:
                line = f":{finding.line}" if finding.line is not None else ""
                where = f" ({compiled.folder}/{finding.artifact}{line})"
            report.error(
                "verify/refused",
                f"{verdict.installed.name}: {finding.message}{where}",
                place,
                help="change this part of the spec; if it is right, what was made of it is a defect of signalwright",
            )
    return verdicts


def _place(finding: Finding, verdict: Verdict, artifacts: Mapping[str, Artifact]) -> Origin | None:
    artifact = artifacts.get(finding.artifact or verdict.invocation.inputs[0])
    if artifact is None:
        return None
    if finding.line is not None:
        return origin_at(artifact, finding.line)
    if finding.path is not None:
        return origin_of(artifact, finding.path)
    return origin_of(artifact, ())
