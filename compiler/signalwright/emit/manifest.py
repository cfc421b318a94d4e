"""The list of what a stack's folder holds: how drift, edits by hand and files of others are told apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from signalwright.emit.errors import EmitError
from signalwright.emit.json import print_json
from signalwright.emit.paths import MANIFEST, path_fault
from signalwright.records import record


@record
class Versions:
    """What made the files.

    Attributes:
        signalwright: The version of the compiler.
        language: The version of the spec language.
        targets: The version of each target that made files, by name.
    """

    signalwright: str
    language: int
    targets: Mapping[str, str]


def digest(content: bytes) -> str:
    """Returns the SHA-256 of a file's bytes in hexadecimal."""
    return sha256(content).hexdigest()


def print_manifest(versions: Versions, files: Mapping[str, bytes]) -> bytes:
    """Returns the bytes of a manifest.

    Args:
        versions: What made the files; of the targets, those are listed that made one of these.
        files: The content of each file of the stack, by its path relative to the stack's folder: a target's stand in a
            folder of its name, at the top or in that of an environment.

    Returns:
        JSON with one file a line, sorted by code point, so that merges and diffs read well; no time and no host.
    """
    folders = {folder for path in files for folder in path.split("/")[:2]}
    document = {
        "signalwright": versions.signalwright,
        "language": versions.language,
        "targets": {name: versions.targets[name] for name in sorted(versions.targets) if name in folders},
        "files": {path: digest(files[path]) for path in sorted(files)},
    }
    return print_json(document).encode()


def read_manifest(content: bytes, stack: str) -> dict[str, str]:
    """Returns the SHA-256 of each file that a manifest lists, by path relative to the stack's folder.

    Args:
        content: The bytes of the manifest.
        stack: The stack, for the message.

    Raises:
        EmitError: It isn't one of our manifests, or lists a path that leaves the folder (`emit/garbled-manifest`).
    """
    try:
        return _files(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EmitError(
            "emit/garbled-manifest",
            f"`{stack}/{MANIFEST}` can't be read",
            "take it from version control, either side of a merge will do; or delete it and compile with --overwrite",
        ) from error


def _files(document: Any) -> dict[str, str]:
    files = {str(path): str(hexadecimal) for path, hexadecimal in document["files"].items()}
    if any(path_fault(path) for path in files):
        raise ValueError("a path leaves the folder")
    return files
