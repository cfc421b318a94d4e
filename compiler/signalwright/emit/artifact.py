"""One file that a server, a tool or a person reads, with the document it was printed from and where that comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from ryaml import InvalidYamlError, loads  # type: ignore[attr-defined]  # ryaml doesn't mark what it re-exports

from signalwright.diagnostics.span import Origin
from signalwright.emit.errors import EmissionError
from signalwright.emit.json import print_and_read_json
from signalwright.emit.yaml import print_yaml
from signalwright.records import record

KeyPath = tuple[str | int, ...]
Origins = Callable[[], Mapping[KeyPath, Origin]]


@record
class Artifact:
    """A file of the output.

    Attributes:
        path: Where it goes, with forward slashes, relative to the folder of its stack (or environment):
            `prometheus/rules/api.yml`.
        content: Its bytes.
        document: The plain tree it was printed from, or None for plain text.
        origins: Returns the place in the spec of each key path of the document; for plain text, the key path of a line
            is its index from 0. A callable, because only `whence` and `verify` ask.
    """

    path: str
    content: bytes
    document: object | None = field(compare=False)
    origins: Origins = field(compare=False, repr=False)


def yaml_artifact(path: str, document: object, origins: Origins, header: str | None = None) -> Artifact:
    """Prints a document as YAML and makes sure that it reads back the same.

    Args:
        path: Where it goes, relative to the folder of its stack.
        document: What `print_yaml` takes.
        origins: Returns the place in the spec of each key path.
        header: Lines of text that stand above as comments, or None.

    Raises:
        EmissionError: The text reads back as something else, or doesn't read at all.
        TypeError: The document holds what YAML has no plain form for.
    """
    comment = "".join(f"# {line}".rstrip() + "\n" for line in header.splitlines()) if header else ""
    text = comment + print_yaml(document)
    try:
        back: object = loads(text)
    except InvalidYamlError as error:
        raise EmissionError(f"{path}: the printed YAML doesn't read back: {error}") from error
    _compare(path, back, document)
    return Artifact(path, text.encode(), document, origins)


def json_artifact(path: str, document: object, origins: Origins) -> Artifact:
    """Prints a document as JSON and makes sure that it reads back the same; otherwise like `yaml_artifact`."""
    text, back = print_and_read_json(document)
    _compare(path, back, document)
    return Artifact(path, text.encode(), document, origins)


def text_artifact(path: str, text: str, origins: Origins) -> Artifact:
    """Takes a text as it is.

    Args:
        path: Where it goes, relative to the folder of its stack.
        text: The whole text, with LF line ends.
        origins: Returns the place in the spec of each line, by key paths of one index from 0; `()` is the whole file.
    """
    return Artifact(path, text.encode(), None, origins)


def _compare(path: str, back: object, document: object) -> None:
    """Raises EmissionError unless a document read back is the one that was printed.

    The equality of whole trees comes first because it is 50 times as fast as a walk; it takes 1, 1.0 and True for the
    same, which the spelling of numbers, proved by its own tests, keeps apart.
    """
    if back == document:
        return
    found = _first_difference(back, document, ())
    if found is not None:
        where = ".".join(map(str, found)) or "the top"
        raise EmissionError(f"{path}: what was printed reads back as something else, first at {where}")


def _first_difference(back: object, document: object, path: KeyPath) -> KeyPath | None:
    """Returns the key path of the first difference, taking tuples for lists, or None."""
    pairs: Iterable[tuple[str | int, object]]
    if isinstance(document, Mapping) and isinstance(back, dict):
        shape = list(back) == list(document)
        pairs = document.items()
    elif isinstance(document, (list, tuple)) and isinstance(back, list):
        shape = len(back) == len(document)
        pairs = enumerate(document)
    else:
        return None if back == document else path
    if not shape:
        return path
    differences = (_first_difference(back[step], value, (*path, step)) for step, value in pairs)
    return next((found for found in differences if found is not None), None)
