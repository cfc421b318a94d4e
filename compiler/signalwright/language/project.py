"""The project: `signalwright.yaml` at the root of a user's repository."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import ValidationError

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language.model import Scalar, SpecModel, key
from signalwright.language.models.policy import PolicySpec
from signalwright.language.models.stack import LanguageVersion
from signalwright.language.scalars import describe, refuse
from signalwright.language.source import Sources
from signalwright.records import record

PROJECT_FILE = "signalwright.yaml"


def _read_folder(value: object) -> str:
    if not isinstance(value, str) or not value:
        refuse(f"expected a folder, found {describe(value)}", "write a path inside the project: `spec`")
    parts = value.split("/")
    if value.startswith(("/", "~")) or "\\" in value or ".." in parts or "" in parts:
        refuse(
            f"expected a folder of the project, found {describe(value)}", "write a relative path without `..`: `spec`"
        )
    return value


Folder = Annotated[str, Scalar(_read_folder, {"type": "string"})]


class ProjectSpec(SpecModel):
    """The settings of a project."""

    noun: ClassVar[str] = "a project"

    signalwright: LanguageVersion = key("The version of the spec language.", example="1")
    specs: Folder = key("The folder that holds the specs.", default="spec", example="spec")
    out: Folder = key("The folder that the artifacts are written to.", default="out", example="out")
    extensions: list[Folder] | None = key(
        "Folders with checks and targets of your own.", default=None, example="[observability]"
    )
    policy: PolicySpec | None = key(
        "How grave findings are, and what checks are told.", default=None, example="{fail_on: warning}"
    )


@record
class Project:
    """A user's repository.

    Attributes:
        root: The absolute path of the repository.
        specs: The folder of the specs, absolute.
        out: The folder of the artifacts, absolute.
        extensions: Folders of the project's own checks and targets, absolute.
        policy: How grave findings are, and what checks are told; None where the project leaves that to us.
    """

    root: Path
    specs: Path
    out: Path
    extensions: tuple[Path, ...]
    policy: PolicySpec | None = None


def find_root(start: Path) -> Path:
    """Returns the closest folder upwards that has a `signalwright.yaml`, or the start itself when there is none."""
    for folder in (start, *start.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder
    return start


def load_project(root: Path, sources: Sources, report: Report) -> Project | None:
    """Reads the project file; without one, the defaults hold.

    Args:
        root: The root of the project.
        sources: Reads the file.
        report: Takes the errors.

    Returns:
        The project, or None when the file has errors.
    """
    data: dict[str, Any] = {"signalwright": 1}
    if (root / PROJECT_FILE).exists():
        source = sources.load(root / PROJECT_FILE, report)
        if source is None or not isinstance(source.data, dict):
            return None
        data = source.data
    try:
        spec = ProjectSpec.model_validate(data)
    except ValidationError as error:
        from signalwright.language.validate import report_errors

        report_errors(ProjectSpec, data, error, lambda path: Origin(PROJECT_FILE, path), report)
        return None
    return Project(
        root=root,
        specs=root / spec.specs,
        out=root / spec.out,
        extensions=tuple(root / each for each in spec.extensions or ()),
        policy=spec.policy,
    )
