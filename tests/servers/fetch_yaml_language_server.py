"""Fetches the YAML language server, which editors ask about specs, without installing anything.

The packages are those of `tools/yaml-language-server/packages.json`, each with its version and the hash that it must
have. They are unpacked under a name made of that file's hash, outside the tree, and no script of theirs is run. Prints
the folder that holds the program.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path

from tests.servers.caches import cache_root, lacking, provide

PACKAGES = Path(__file__).parent / "tools" / "yaml-language-server" / "packages.json"
PROGRAMS = ("yaml-language-server",)
KIND = "editor"
GIVEN = "SIGNALWRIGHT_EDITOR_TOOLS"
ELSEWHERE = f"""error: the YAML language server can't be fetched here: there is no `{{missing}}`
   = help: install Node.js 20 or newer with npm, or say which folder holds the program `{PROGRAMS[0]}`:
           export {GIVEN}=/path/to/the/folder
"""
_START = """#!/bin/sh
exec node "$(dirname "$0")/../node_modules/yaml-language-server/bin/yaml-language-server" "$@"
"""
_TIMEOUT_SECONDS = 600


class UnexpectedPackageError(Exception):
    """What was fetched isn't what was pinned."""


def main() -> int:
    """Fetches the server unless it is there.

    Returns:
        The exit code: 0, or 2 when it can't be had.
    """
    if given := os.environ.get(GIVEN):
        if lacking(Path(given), PROGRAMS):
            sys.stderr.write(f"error: the folder {GIVEN}={given} has no {PROGRAMS[0]}\n")
            return 2
        print(given)
        return 0
    final = cache_root() / KIND / hashlib.sha256(PACKAGES.read_bytes()).hexdigest()[:16]
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            sys.stderr.write(ELSEWHERE.format(missing=tool))
            return 2
    try:
        print(provide(final, PROGRAMS, "fetching the YAML language server", _fetch))
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"error: `npm pack` failed:\n{error.stderr or error.stdout}\n")
        return 2
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"error: `npm pack` took more than {_TIMEOUT_SECONDS} seconds\n")
        return 2
    except UnexpectedPackageError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    return 0


def _fetch(folder: Path) -> None:
    pinned: Mapping[str, Mapping[str, str]] = json.loads(PACKAGES.read_text(encoding="utf-8"))
    packed = folder / "packed"
    packed.mkdir()
    wanted = [f"{name}@{package['version']}" for name, package in pinned.items()]
    command = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(packed), *wanted]
    subprocess.run(command, cwd=packed, check=True, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS)
    found = {integrity(each): each for each in packed.glob("*.tgz")}
    for name, package in pinned.items():
        if package["integrity"] not in found:
            raise UnexpectedPackageError(f"`{name}` {package['version']} doesn't have the hash that it is pinned with")
        unpack(found[package["integrity"]], folder / "node_modules" / name)
    shutil.rmtree(packed)
    (folder / "bin").mkdir()
    (folder / "bin" / PROGRAMS[0]).write_text(_START, encoding="utf-8")
    (folder / "bin" / PROGRAMS[0]).chmod(0o755)


def integrity(file: Path) -> str:
    """Returns the hash of a file in the form of Subresource Integrity (W3C): `sha512-` and Base64."""
    return f"sha512-{base64.b64encode(hashlib.sha512(file.read_bytes()).digest()).decode()}"


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks what an archive holds in its one folder, whatever that is called."""
    folder.mkdir(parents=True)
    with tarfile.open(archive) as files:
        for each in files:
            each.name = each.name.partition("/")[2]
            if each.name:
                files.extract(each, folder, filter="data")


if __name__ == "__main__":
    sys.exit(main())
