"""Every mistake of one place is one error at that place, with the way out.

Keys are misspelt, names that refer to something are misspelt, required keys are deleted, and scalars are replaced by
values of every other kind: in a spec that has every key of the language, and in the whole spec of VoiceAssist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from signalwright.language.model import SpecModel
from tests.language.compiling import Found, Outcome, compile_files, installed
from tests.language.mutations import (
    Mutation,
    deleted_keys,
    excluded,
    misspelt_keys,
    misspelt_names,
    owner,
    replaced_scalars,
    written,
)

ROOT = Path(__file__).parents[2]
PAGES = {"shop/runbooks/high-error-rate.md": "# Errors\n", "shop/runbooks/availability.md": "# Availability\n"}
# With rule files of other tools nobody knows which labels alerts have, so references to labels can't be judged.
FOREIGN_RULES = '    rule_files: ["extra/*.yml"]\n'


@dataclass(frozen=True, slots=True)
class Specimen:
    """A spec that is broken.

    Attributes:
        files: Path below `spec/` → text, pages among them.
        environment: The environment in which it is compiled; one is enough.
    """

    files: Mapping[str, str]
    environment: str | None


@cache
def specimen(name: str) -> Specimen:
    if name == "rich":
        text = (Path(__file__).parent / "rich.yaml").read_text(encoding="utf-8")
        return Specimen({"shop/stack.yaml": text, **PAGES}, "production")
    folder = ROOT / "spec"
    paths = [path for part in (name, "_organization") for path in sorted((folder / part).rglob("*"))]
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in paths
        if path.suffix in (".yaml", ".md") and path.name != "README.md"
    }
    return Specimen(files, None)


SPECIMENS = ("rich", "voiceassist")


@pytest.fixture(scope="module", params=SPECIMENS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project on disk in which one file at a time is broken."""
    return Project(tmp_path_factory.mktemp(request.param), specimen(request.param))


class Project:
    """Compiles a specimen with one file replaced."""

    def __init__(self, root: Path, spec: Specimen) -> None:
        """Writes the files as they are."""
        self.root, self.spec = root, spec
        self.outcome = compile_files(root, spec.files)

    def yaml(self, *, without: str = "") -> Iterator[tuple[str, str]]:
        """Yields name and text of each YAML file."""
        for name, text in self.spec.files.items():
            if name.endswith(".yaml"):
                yield name, text.replace(without, "") if without else text

    def compile(self, name: str, mutation: Mutation) -> tuple[Found, ...]:
        """Returns the errors of the project while a file is broken."""
        environment = self.spec.environment if mutation.path[0] != "environments" else None
        try:
            outcome: Outcome = compile_files(self.root, {name: mutation.text}, environment=environment)
        finally:
            (self.root / "spec" / name).write_text(self.spec.files[name], encoding="utf-8")
        return outcome.errors


def wrong(mutation: Mutation, name: str, errors: tuple[Found, ...], way_out: str = "") -> str | None:
    """Returns what is wrong with the errors of a mutation, or None when there is one at its place with a way out."""
    told = len(errors) == 1 and (errors[0].file, errors[0].place) == (name, mutation.place)
    if told and errors[0].help and way_out in errors[0].help:
        return None
    line, column = mutation.place
    found = "".join(f"\n    {each}" for each in errors) or " nothing"
    return f"{mutation.kind} at {name}:{line}:{column} {'.'.join(map(str, mutation.path))}, found{found}"


def fail_with(problems: list[str | None], count: int, *, at_least: int) -> None:
    told = [each for each in problems if each is not None]
    assert not told, f"{len(told)} of {count} mistakes aren't told right:\n" + "\n".join(told[:20])
    assert count >= at_least, "too few places were broken to mean anything"


def test_the_specimen_itself_compiles(project: Project) -> None:
    assert [str(each) for each in project.outcome.errors] == []
    assert project.outcome.stacks


def test_the_rich_specimen_has_every_key_of_the_language_that_is_lowered() -> None:
    _, model = installed()
    text = specimen("rich").files["shop/stack.yaml"]
    present = {(holder, each.path[-1]) for each in written(text) if (holder := owner(model, each.path)) is not None}
    lacking = {
        f"{holder.__name__}.{key}" for holder, key in present for key in keys(holder) if (holder, key) not in present
    }
    # Kinds of receivers that are tested with their target, and keys that exclude one that is there.
    assert lacking - RECEIVERS == set()


RECEIVERS = {
    *("Receiver." + kind for kind in ("incidentio", "mattermost", "rocketchat", "sns", "webex", "wechat")),
    *("SecretSpec.environment", "JiraSettings.token", "WebhookSettings.username", "WebhookSettings.password"),
}


def keys(model: type[SpecModel]) -> list[str]:
    """Returns the keys of a model that this version lowers."""
    lowered = []
    for key, attribute in model.keys().items():
        extra = model.model_fields[attribute].json_schema_extra
        if not (isinstance(extra, dict) and "later" in extra) and key != "resolved":
            lowered.append(key)
    return lowered


def test_a_misspelt_key_is_told_at_its_place_with_the_right_one(project: Project) -> None:
    _, model = installed()
    problems: list[str | None] = []
    for name, text in project.yaml():
        for each in misspelt_keys(model, text):
            right = f"did you mean `{each.path[-1]}`?"
            problems.append(wrong(each, name, project.compile(name, each), right))
    fail_with(problems, len(problems), at_least=150)


def test_a_misspelt_name_is_told_at_its_place_with_the_right_one(project: Project) -> None:
    _, model = installed()
    problems: list[str | None] = []
    for name, text in project.yaml(without=FOREIGN_RULES):
        for each in misspelt_names(model, text):
            zone = str(each.path[-1]) == "zone"
            problems.append(wrong(each, name, project.compile(name, each), "" if zone else str(each.value)))
    fail_with(problems, len(problems), at_least=30)


def test_a_required_key_that_is_gone_is_told_at_what_lacks_it(project: Project) -> None:
    _, model = installed()
    problems: list[str | None] = []
    for name, text in project.yaml():
        for each in deleted_keys(model, text):
            if each.path == ("stack",) and len(list(project.yaml())) > 1:
                continue
            problems.append(wrong(each, name, project.compile(name, each), f"`{each.path[-1]}"))
    fail_with(problems, len(problems), at_least=40)


def test_a_value_of_a_kind_that_its_type_excludes_is_told_at_its_place(project: Project) -> None:
    _, model = installed()
    problems: list[str | None] = []
    seen: set[object] = set()
    for name, text in project.yaml():
        for each in replaced_scalars(model, text, seen):
            errors = project.compile(name, each)
            if excluded(model, each.path, each.value) or not all(error.help for error in errors):
                problems.append(wrong(each, name, errors))
    fail_with(problems, len(problems), at_least=200)
