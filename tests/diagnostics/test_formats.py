"""The formats for programs: one report to the byte, and whatever a report holds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from syrupy.assertion import SnapshotAssertion

from signalwright import __version__
from signalwright.diagnostics.diagnostic import Allowed, Diagnostic, Label, Level
from signalwright.diagnostics.render import Renderer, formats, github, renderer, sarif, text
from signalwright.diagnostics.render import json as json_format
from signalwright.diagnostics.render._cells import visible
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Locator, Origin, Place
from signalwright.language.source import Sources
from tests.diagnostics.published_schema import published_schema
from tests.diagnostics.reports import FILE, FOLDER, explain, sample
from tests.goldens import GoldenFile

# That they are `Renderer`s is for the type checkers, because `renderer` finds them by name.
RENDERERS: dict[str, Renderer] = {"github": github, "json": json_format, "sarif": sarif, "text": text}
OWN_SCHEMA = Draft202012Validator(json.loads(Path(__file__).with_name("sarif.schema.json").read_text(encoding="utf-8")))


class Lines:
    """Knows that every line is the same; key paths are on the line of their length."""

    def __init__(self, line: str = "") -> None:
        self._line = line

    def locate(self, place: Place) -> Location | None:
        if isinstance(place, Location):
            return place
        return Location(place.file, len(place.path), 1, len(place.path), 3) if place.path else None

    def line(self, file: str, number: int) -> str | None:
        return self._line or None


def show(format: str, report: Report, locator: Locator) -> str:
    return renderer(format).render(report, locator, colour=False, explain=explain)


def log(report: Report, locator: Locator) -> dict[str, Any]:
    """Returns the one run of a SARIF log, after our schema and what no schema says have been looked at."""
    document = json.loads(show("sarif", report, locator))
    assert [error.message for error in OWN_SCHEMA.iter_errors(document)] == []
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert sorted(set(rules)) == rules
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    prints = [tuple(result["partialFingerprints"].items()) for result in run["results"]]
    assert len(set(prints)) == len(prints)
    found: dict[str, Any] = run
    return found


def commands(printed: str) -> list[tuple[str, dict[str, str], str]]:
    """Reads workflow commands as GitHub's runner does: level, properties and message."""
    found = []
    for line in printed.split("\n")[:-1]:
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert match, line
        listed = dict(each.split("=", 1) for each in match[2].split(","))
        found.append((match[1], {key: unescape(value) for key, value in listed.items()}, unescape(match[3])))
    return found


def unescape(value: str) -> str:
    for escape, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(escape, letter)
    return value


def test_every_format_has_a_golden_and_a_type() -> None:
    assert formats() == sorted(RENDERERS)
    assert all(renderer(name) is RENDERERS[name] for name in formats())
    assert sorted(path.suffix[1:] for path in FOLDER.glob("report.*")) == formats()


@pytest.mark.parametrize("format", sorted(RENDERERS))
def test_a_report_is_printed_to_the_byte(format: str, snapshot: SnapshotAssertion) -> None:
    printed = show(format, *sample()).replace(f'"semanticVersion": "{__version__}"', '"semanticVersion": "…"')
    assert printed.encode() == snapshot.use_extension(GoldenFile)(name=f"{FOLDER.name}/report.{format}")


def test_our_schema_accepts_the_sarif_of_the_sample() -> None:
    assert len(log(*sample())["results"]) == len(sample()[0])


def test_our_schema_is_one_and_refuses_what_the_standard_refuses() -> None:
    Draft202012Validator.check_schema(OWN_SCHEMA.schema)
    document = json.loads(show("sarif", *sample()))
    result = document["runs"][0]["results"][1]
    result["locations"][0]["physicalLocation"]["region"]["startColumn"] = 0
    result["level"] = "info"
    result["extra"] = 1
    assert len(list(OWN_SCHEMA.iter_errors(document))) == 3


@pytest.mark.current
def test_the_published_schema_accepts_what_we_write() -> None:
    judge = Draft4Validator(published_schema(), format_checker=Draft4Validator.FORMAT_CHECKER)
    for report, locator in (sample(), (Report(), Sources(FOLDER))):
        document = json.loads(show("sarif", report, locator))
        assert [error.message for error in judge.iter_errors(document)] == []
    document["runs"][0]["results"].append({})
    assert not judge.is_valid(document)


def test_an_empty_report_is_a_document_for_programs_and_nothing_for_people() -> None:
    assert json.loads(show("json", Report(), Lines())) == {
        "version": 1,
        "findings": [],
        "allowed": [],
        "summary": {"errors": 0, "warnings": 0, "notes": 0, "allowed": 0},
    }
    assert log(Report(), Lines())["results"] == []
    assert (show("github", Report(), Lines()), show("text", Report(), Lines())) == ("", "")


@pytest.mark.parametrize(
    ("line", "column", "expected"), [("a: b", 4, 4), ("é: b", 4, 4), ("💶: b", 4, 5), ("💶💶 b💶", 4, 6), ("", 4, 4)]
)
def test_sarif_counts_columns_in_utf_16(line: str, column: int, expected: int) -> None:
    report = Report()
    report.error("a/b", "wrong", Location("a.yaml", 1, column, 1, column))
    (result,) = log(report, Lines(line))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (expected, expected)


def test_the_end_of_several_lines_is_counted_on_the_last_of_them() -> None:
    class First(Lines):
        def line(self, file: str, number: int) -> str | None:
            return "💶💶💶💶" if number == 1 else "abcd"

    report = Report()
    report.error("a/b", "wrong", Location("a.yaml", 1, 3, 2, 3))
    (result,) = log(report, First())["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 5, "endLine": 2, "endColumn": 3}


@pytest.mark.parametrize("format", sorted(RENDERERS))
def test_half_of_a_surrogate_pair_is_replaced(format: str) -> None:
    report = Report()
    report.error("a/b", "x\ud83dy", Location("a.yaml", 1, 1, 1, 2))
    printed = show(format, report, Lines())
    assert ("x\\ufffdy" if format in ("json", "sarif") else "x\ufffdy") in printed


def test_fingerprints_stay_when_lines_move(tmp_path: Path) -> None:
    def fingerprints(folder: Path) -> list[str]:
        sources, report = Sources(folder), sample()[0]
        sources.load(Path(FILE), Report())
        return sorted(each["partialFingerprints"]["specPath/v1"] for each in log(report, sources)["results"])

    (tmp_path / FILE).write_bytes(b"# above\n\n" + (FOLDER / FILE).read_bytes())
    assert fingerprints(tmp_path) == fingerprints(FOLDER)


def test_a_finding_at_another_key_has_another_fingerprint() -> None:
    places = [
        Origin("a.yaml", ("a", "b")),
        Origin("a.yaml", ("a", "b"), "key"),
        Origin("a.yaml", ("a", 0)),
        Origin("a.yaml", ("a", "0")),
        Origin("b.yaml", ("a", "b")),
    ]
    report = Report()
    for place in places:
        report.error("a/b", "wrong", place)
    results = log(report, Lines())["results"]
    assert len({each["partialFingerprints"]["specPath/v1"].split(":")[0] for each in results}) == len(places)


def test_a_file_name_is_a_relative_uri() -> None:
    report = Report()
    report.error("a/b", "wrong", Origin("c: d/é%\udcff#.yaml"))
    (result,) = log(report, Lines())["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "c%3A%20d/%C3%A9%25%FF%23.yaml"


def test_places_that_look_the_same_are_related_once() -> None:
    report = Report()
    twice = [Label(Origin("a.yaml", ("a",), part), "here") for part in ("value", "key")]
    report.error("a/b", "wrong", Origin("a.yaml"), secondary=twice)
    (result,) = log(report, Lines())["results"]
    assert len(result["relatedLocations"]) == 1


def test_what_is_allowed_is_told_to_programs_with_its_reason_and_to_people_by_number() -> None:
    report, reason = Report(), Allowed("{it} is right", Location("b.yaml", 2, 3, 2, 5))
    report.add(Diagnostic("a/b", "wrong", Label(Location("a.yaml", 1, 1, 1, 2)), allowed=reason))
    assert (show("text", report, Lines()), show("github", report, Lines())) == ("", "")
    assert not report.has_errors
    report.warning("a/c", "odd", Location("a.yaml", 3, 1, 3, 2))
    assert show("text", report, Lines()).endswith("\n\n1 warning, 1 allowed\n")
    assert len(commands(show("github", report, Lines()))) == 1
    document = json.loads(show("json", report, Lines()))
    assert [each["name"] for each in document["findings"]] == ["a/c"]
    (allowed,) = document["allowed"]
    assert (allowed["name"], allowed["level"], allowed["reason"]) == ("a/b", "error", "{it} is right")
    assert (allowed["by"]["file"], allowed["by"]["line"]) == ("b.yaml", 2)
    assert document["summary"] == {"errors": 0, "warnings": 1, "notes": 0, "allowed": 1}
    first, second = log(report, Lines())["results"]
    (suppression,) = first["suppressions"]
    assert suppression["justification"] == "{it} is right"
    assert suppression["location"]["physicalLocation"]["region"]["startLine"] == 2
    assert "suppressions" not in second


TEXTS = st.text(st.characters(), max_size=20)
FILES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
NUMBERS = st.integers(1, 30)
PLACES = st.builds(Origin, FILES, st.lists(TEXTS | NUMBERS, max_size=3).map(tuple)) | st.builds(
    lambda file, line, column, lines, columns: Location(file, line, column, line + lines, column + columns),
    FILES, NUMBERS, NUMBERS, st.integers(0, 3), st.integers(0, 9),
)  # fmt: skip
LABELS = st.builds(Label, PLACES, TEXTS)
DIAGNOSTICS = st.builds(
    Diagnostic,
    st.sampled_from(["a/b", "a/c-d", "e/f", "promql/unknown-label"]), TEXTS, LABELS,
    st.lists(LABELS, max_size=3).map(tuple), st.none() | TEXTS, st.sampled_from(Level),
)  # fmt: skip


@given(st.lists(DIAGNOSTICS, max_size=6), TEXTS)
def test_every_finding_of_the_text_is_in_every_format(diagnostics: list[Diagnostic], line: str) -> None:
    report, locator = Report(), Lines(line)
    report.extend(diagnostics)
    ordered = report.sorted(locator)
    heads = [f"{each.level.value}[{each.name}]: {visible(each.message)}" for each in ordered]
    lines = show("text", report, locator).split("\n")
    assert [each for each in lines if re.match(r"(error|warning|note)\[", each)] == heads

    findings = json.loads(show("json", report, locator))["findings"]
    read = commands(show("github", report, locator))
    results = log(report, locator)["results"]
    assert len(findings) == len(read) == len(results) == len(ordered)
    for each, finding, (level, properties, message), result in zip(ordered, findings, read, results, strict=True):
        place = locator.locate(each.primary.place) or Location(each.primary.place.file)
        assert (finding["name"], properties["title"], result["ruleId"]) == (each.name,) * 3
        assert (finding["level"], level.replace("notice", "note"), result["level"]) == (each.level.value,) * 3
        assert (finding["message"], finding["help"]) == (whole(each.message), each.help and whole(each.help))
        assert message.startswith(visible(each.message))
        said = result["message"]["text"].replace("{{", "{").replace("}}", "}")
        assert said == whole(each.message if each.help is None else f"{each.message}\n\nhelp: {each.help}")
        assert (finding["file"], properties["file"]) == (place.file, visible(place.file))
        assert (finding["line"] or 0, finding["end_line"] or 0) == (place.line, place.end_line)
        assert int(properties.get("line", 0)) == place.line
        assert ("col" in properties) == (place.line > 0 and place.line == place.end_line)
        region = result["locations"][0]["physicalLocation"].get("region", {"startLine": 0})
        assert region["startLine"] == place.line
        assert [other["label"] or "" for other in finding["secondary"]] == [whole(at.message) for at in each.secondary]
        assert message.count("\n") == len(each.secondary) + (each.help.count("\n") + 1 if each.help is not None else 0)


def whole(text: str) -> str:
    """Returns a text as a strict reader of JSON may see it."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


@given(st.lists(DIAGNOSTICS, min_size=1, max_size=3))
@pytest.mark.parametrize("format", sorted(RENDERERS))
def test_no_format_lets_a_spec_steer_the_terminal(format: str, diagnostics: list[Diagnostic]) -> None:
    report = Report()
    report.extend(diagnostics)
    printed = show(format, report, Lines("x\x1b[2J"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff]", printed)
    assert printed.encode().decode() == printed
