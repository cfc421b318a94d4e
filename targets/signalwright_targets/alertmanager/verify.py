"""Has amtool judge what was made, and reads its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import cast

from signalwright.emit.artifact import Artifact
from signalwright.ir.values import Version
from signalwright.target import Completed, Finding, Invocation, Tool

AMTOOL = Tool(
    name="amtool",
    backend="alertmanager",
    version_arguments=("--version",),
    install="put amtool of that version on PATH: `go install github.com/prometheus/alertmanager/cmd/amtool@v0.34.2` "
    "builds it (Debian bookworm has 0.25); `signalwright verify --installed` judges for the version that is there",
)

# From this version on, amtool knows the parser that reads matchers strictly; it refuses what the server would only read
# with a warning.
_STRICT_SINCE = Version("0.27")
_STRICT = "--enable-feature=utf8-strict-mode"

_CONFIG = "alertmanager/alertmanager.yml"
_TEMPLATES = "alertmanager/templates/"

_FAILED = "  FAILED: "
_YAML_LINE = re.compile(r"(?:yaml: )?line (\d+): (.+)")
_TEMPLATE_LINE = re.compile(r"template: ([^:\s]+):(\d+)(?::\d+)?: (.+)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)+)"|`([^`]+)`')
_REGEX = re.compile(r"\^\(\?:(.*)\)\$", re.DOTALL)

_KeyPath = tuple[str | int, ...]


def verify(artifacts: Sequence[Artifact], version: Version) -> Iterator[Invocation]:
    """Yields the call of amtool that checks the configuration and its templates.

    The templates are named relative to the configuration, which is how amtool and the server look for them.

    Args:
        artifacts: The artifacts of one stack.
        version: The declared version of Alertmanager.
    """
    config = next((each for each in artifacts if each.path == _CONFIG), None)
    if config is None:
        return
    document = config.document
    templates = tuple(each.path for each in artifacts if each.path.startswith(_TEMPLATES))
    strict = () if version < _STRICT_SINCE else (_STRICT,)
    yield Invocation(
        tool=AMTOOL,
        arguments=(*strict, "check-config", _CONFIG),
        inputs=(_CONFIG, *templates),
        read=lambda completed: read_answer(completed, document),
    )


def read_answer(completed: Completed, document: object) -> Iterator[Finding]:
    """Turns an answer of `amtool check-config` into findings.

    amtool says for the configuration, and then for its templates, `SUCCESS` or `FAILED: ` with a message; the message
    has lines of its own for each unknown field, and the name of what is undefined, but only rarely a place.

    Args:
        completed: What amtool answered.
        document: The configuration as a plain tree, in which names are looked up.

    Yields:
        A finding for each thing that is wrong; nothing when amtool accepted.
    """
    if completed.code == 0:
        return
    messages = _messages(completed.stdout)
    if not messages:
        said = "\n".join(text.strip() for text in (completed.stdout, completed.stderr) if text.strip())
        yield Finding(message=said or f"amtool ended with code {completed.code}", artifact=_CONFIG)
    for message in messages:
        yield from _findings(message, document)


def _messages(stdout: str) -> list[str]:
    """Returns what follows each `FAILED: `, with the lines that belong to it."""
    messages: list[str] = []
    open_ = False
    for line in stdout.splitlines():
        if _FAILED in line:
            messages.append(line.partition(_FAILED)[2])
            open_ = True
        elif open_ and line.startswith("  "):
            messages[-1] += "\n" + line.strip()
        else:
            open_ = False
    return messages


def _findings(message: str, document: object) -> Iterator[Finding]:
    if (found := _TEMPLATE_LINE.search(message)) is not None:
        yield Finding(message=found[3], artifact=_TEMPLATES + found[1], line=int(found[2]))
        return
    lines = [found for each in message.splitlines() if (found := _YAML_LINE.fullmatch(each.strip())) is not None]
    for found in lines:
        yield Finding(message=found[2], artifact=_CONFIG, line=int(found[1]))
    if not lines:
        yield Finding(message=message, artifact=_CONFIG, path=_place(message, document))


def _place(message: str, document: object) -> _KeyPath | None:
    """Returns where a name or a regular expression of a message stands in the document."""
    for quoted in _QUOTED.finditer(message):
        name = quoted[1] or quoted[2]
        regex = _REGEX.fullmatch(name)
        wanted = name if regex is None else regex[1].replace("\\", "\\\\").replace('"', '\\"')
        places = [
            path
            for path, text in _texts(document, ())
            if text == wanted or (regex is not None and f'~"{wanted}"' in text)
        ]
        if places:
            # What is undefined is used first; what is declared twice stands behind its uses, the second one last.
            return places[-1 if message.endswith("is not unique") else 0]
    return None


def _texts(value: object, path: _KeyPath) -> Iterator[tuple[_KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, child in cast("dict[str, object]", value).items():
            yield from _texts(child, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index, child in enumerate(cast("Sequence[object]", value)):
            yield from _texts(child, (*path, index))
