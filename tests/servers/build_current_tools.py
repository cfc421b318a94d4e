"""Builds today's promtool, Prometheus and amtool from pinned tools modules, and keeps only the programs.

The modules are `tools/<name>/go.mod` and `go.sum`; what is built is kept under a name made of their hashes and of Go's
version, outside the tree. Prints the folder that holds the programs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from caches import cache_root, staged

MODULES = Path(__file__).parent / "tools"
NO_GO = """error: today's tools are built with Go, and there is no `go`
   = help: install Go 1.26 or newer, or put today's promtool, prometheus and amtool into one folder, and say where it is:
           export SIGNALWRIGHT_CURRENT_TOOLS=/path/to/the/folder
"""


@dataclass(frozen=True)
class Module:
    """A tools module.

    Attributes:
        name: Its folder under `tools/`.
        programs: What it builds.
        flags: More flags of `go install`.
    """

    name: str
    programs: tuple[str, ...]
    flags: tuple[str, ...]


ALL = (
    Module(
        "prometheus",
        ("promtool", "prometheus"),
        (
            # Static, file and HTTP discovery stay; all others are most of the build's time.
            "-tags=remove_all_sd,enable_dns_sd,enable_consul_sd,enable_kubernetes_sd",
            "-ldflags=-s -w -X github.com/prometheus/common/version.Version=3.15.0",
        ),
    ),
    Module("alertmanager", ("amtool",), ("-ldflags=-s -w -X github.com/prometheus/common/version.Version=0.34.2",)),
)


def main() -> int:
    """Builds the tools unless they are there; returns the exit code."""
    programs = [program for module in ALL for program in module.programs]
    given = os.environ.get("SIGNALWRIGHT_CURRENT_TOOLS")
    if given:
        lacking = [each for each in programs if shutil.which(each, path=given) is None]
        if lacking:
            sys.stderr.write(f"error: SIGNALWRIGHT_CURRENT_TOOLS={given} has no {', '.join(lacking)}\n")
            return 2
        print(given)
        return 0
    go = shutil.which("go")
    if go is None:
        sys.stderr.write(NO_GO)
        return 2
    final = cache_root() / "current" / _key(go)
    if all((final / "bin" / each).exists() for each in programs):
        print(final / "bin")
        return 0
    sys.stderr.write("building today's promtool, prometheus and amtool: about four minutes, once\n")
    try:
        with staged(final) as scratch:
            for module in ALL:
                _build(go, module, scratch)
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"error: `{' '.join(error.cmd)}` failed:\n{error.stderr}\n")
        return 2
    print(final / "bin")
    return 0


def _key(go: str) -> str:
    digest = hashlib.sha256()
    answer = subprocess.run([go, "version"], check=True, capture_output=True, text=True, cwd=MODULES.parent)
    digest.update(answer.stdout.encode())
    for module in ALL:
        digest.update(" ".join((module.name, *module.programs, *module.flags)).encode())
        for file in ("go.mod", "go.sum"):
            digest.update((MODULES / module.name / file).read_bytes())
    return digest.hexdigest()[:16]


def _build(go: str, module: Module, folder: Path) -> None:
    work = folder / "src" / module.name
    work.mkdir(parents=True)
    for file in ("go.mod", "go.sum"):
        shutil.copy(MODULES / module.name / file, work / file)
    environment = {**os.environ, "GOBIN": str(folder / "bin"), "GOFLAGS": "-mod=readonly -trimpath", "CGO_ENABLED": "0"}
    subprocess.run(
        [go, "install", *module.flags, "tool"],
        cwd=work,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=3_000,
    )
    shutil.rmtree(folder / "src")


if __name__ == "__main__":
    sys.exit(main())
