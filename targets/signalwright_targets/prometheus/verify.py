"""Verification by promtool: one call for the configuration, one for all rule files.

`check config --syntax-only` doesn't look at rule files, and without that flag it wants the files of the secrets to be
there; so the rule files are checked by themselves. The lint for duplicate rules is off: it compares names and labels,
but not expressions, and so finds fault with right files (prometheus/prometheus#7301). The words are those of promtool
2.42 and 3.15.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from signalwright.emit.artifact import Artifact, KeyPath
from signalwright.ir.values import Version
from signalwright.names import rule_file
from signalwright.target import Completed, Finding, Invocation, Tool
from signalwright_targets.prometheus.lower import CONFIGURATION_FILE, FLAGS_FILE

PROMTOOL = Tool(
    name="promtool",
    backend="prometheus",
    version_arguments=("--version",),
    install="put promtool of that version on PATH, from the release archive of Prometheus (Debian bookworm has 2.42); "
    "`signalwright verify --installed` judges what the specs compile to for the version that is there",
)

_FEATURES = "--enable-feature="
_RULES_FOLDER = rule_file("").removesuffix(".yml")
_LOADED_FROM = "parsing YAML file"
_UNMARSHAL = "yaml: unmarshal errors:"
_HEADING = re.compile(r"\s*FAILED:\s*")
_LOG = re.compile(r"(time|ts|level)=\S")
_UNMARSHAL_LINE = re.compile(r"\s+line (\d+): (.*)")
_YAML_LINE = re.compile(r"(yaml: line (\d+): .*)", re.DOTALL)
_PLACED = re.compile(r"(\d+):\d+: (?:\d+:\d+: )?(.*)", re.DOTALL)
_RULE = re.compile(r'group ("(?:[^"\\]|\\.)*"), rule (\d+), "(?:[^"\\]|\\.)*": ')
_WITHIN = re.compile(r"could not parse expression: (\d+):(\d+): ")
_TEMPLATE = re.compile(r'(annotation|label) ("(?:[^"\\]|\\.)*"): ')
_JOB = re.compile(r'job name ("(?:[^"\\]|\\.)*")')


def verify(artifacts: Sequence[Artifact], _version: Version) -> Iterator[Invocation]:
    """Says how promtool checks the artifacts of one stack; all known versions are asked the same.

    Args:
        artifacts: The artifacts, of which those of this target are taken.
        _version: The declared version, which changes nothing here.

    Yields:
        The calls.
    """
    documents = {each.path: each.document for each in artifacts}
    features = _promql_features(artifacts)
    rules = tuple(sorted(path for path in documents if path.startswith(_RULES_FOLDER)))
    if CONFIGURATION_FILE in documents:
        yield Invocation(
            tool=PROMTOOL,
            arguments=("check", "config", "--syntax-only", CONFIGURATION_FILE),
            inputs=(CONFIGURATION_FILE,),
            read=partial(read_answer, {CONFIGURATION_FILE: documents[CONFIGURATION_FILE]}),
        )
    if rules:
        yield Invocation(
            tool=PROMTOOL,
            arguments=(*features, "check", "rules", "--lint=none", *rules),
            inputs=rules,
            read=partial(read_answer, {path: documents[path] for path in rules}),
        )


def _promql_features(artifacts: Sequence[Artifact]) -> tuple[str, ...]:
    """Returns the features of PromQL that the server is started with as promtool wants to be told them."""
    lines = next((each.content.decode() for each in artifacts if each.path == FLAGS_FILE), "").splitlines()
    asked = next((line for line in lines if line.startswith(_FEATURES)), "").removeprefix(_FEATURES)
    promql = [each for each in asked.split(",") if each.startswith("promql-")]
    return (f"{_FEATURES}{','.join(promql)}",) if promql else ()


def read_answer(documents: Mapping[str, object], answer: Completed) -> list[Finding]:
    """Turns what promtool says into findings.

    Each complaint starts with the file that it is about; further lines belong to it, and each of those that name a line
    of the file is a complaint of its own.

    Args:
        documents: The files that were checked, with the documents that they were printed from.
        answer: What promtool answered.

    Returns:
        The findings, each once; for a refusal in words that aren't known, one with the whole text.
    """
    if answer.code == 0:
        return []
    findings = [
        finding for path, text in _complaints(documents, answer.stderr) for finding in _findings(documents, path, text)
    ]
    if findings:
        return list(dict.fromkeys(findings))
    said = "\n".join(text for text in (answer.stderr.strip(), answer.stdout.strip()) if text)
    return [Finding(said or f"promtool ended with exit code {answer.code} and said nothing")]


def _complaints(documents: Mapping[str, object], text: str) -> Iterator[tuple[str, str]]:
    """Splits the answer into complaints; yields the file and the words without it."""
    path, said = "", ""
    for line in text.splitlines():
        if not line.strip() or _LOG.match(line):
            continue
        heading = _HEADING.match(line)
        rest = line[heading.end() :] if heading else line
        named = _named_file(documents, rest.removeprefix(_LOADED_FROM).lstrip() if heading else rest)
        if heading is None and named is None:
            said = f"{said}\n{line}" if said else line
            continue
        if said:
            yield path, said
        path, said = named or ("", "")
        if heading and rest and named is None:
            path, said = next(iter(documents)), rest
    if said:
        yield path, said


def _named_file(documents: Mapping[str, object], line: str) -> tuple[str, str] | None:
    """Returns the checked file that a line starts with, and the words behind it; None when there is none."""
    path, colon, said = line.partition(": ")
    return (path, said) if colon and path in documents else None


def _findings(documents: Mapping[str, object], path: str, text: str) -> Iterator[Finding]:
    if not path:
        yield Finding(text)
        return
    if text.startswith(_UNMARSHAL):
        for each in text.splitlines()[1:]:
            found = _UNMARSHAL_LINE.fullmatch(each)
            yield Finding(found[2], path, int(found[1])) if found else Finding(each.strip(), path)
        return
    if syntax := _YAML_LINE.fullmatch(text):
        yield Finding(syntax[1], path, int(syntax[2]))
        return
    line: int | None = None
    if placed := _PLACED.fullmatch(text):
        # From 3.x on a repeated group is said to be at 0:0, which is no place.
        line, text = int(placed[1]) or None, placed[2]
    within = _WITHIN.search(text)
    yield Finding(
        text,
        path,
        line,
        _rule_path(documents[path], text) or _job_path(documents[path], text),
        (int(within[1]), int(within[2])) if within else None,
    )


def _rule_path(document: Any, text: str) -> KeyPath | None:
    """Returns the key path of the rule, or of its template, that a complaint names; promtool counts rules from 1."""
    found = _RULE.match(text)
    if found is None or not isinstance(document, Mapping):
        return None
    name = _unquote(found[1])
    groups = [index for index, group in enumerate(document.get("groups", ())) if group.get("name") == name]
    if not groups:
        return None
    template = _TEMPLATE.match(text, found.end())
    inside = (f"{template[1]}s", _unquote(template[2])) if template else ()
    return "groups", groups[0], "rules", int(found[2]) - 1, *inside


def _job_path(document: Any, text: str) -> KeyPath | None:
    """Returns the key path of the scrape job that a complaint names; of two with one name, the last."""
    found = _JOB.search(text)
    if found is None or not isinstance(document, Mapping):
        return None
    name = _unquote(found[1])
    jobs = [index for index, job in enumerate(document.get("scrape_configs", ())) if job.get("job_name") == name]
    return ("scrape_configs", jobs[-1]) if jobs else None


def _unquote(quoted: str) -> str:
    """Returns what stands in the quotes; Go and JSON write all names that occur here in the same way."""
    try:
        return str(json.loads(quoted))
    except ValueError:
        return quoted[1:-1]
