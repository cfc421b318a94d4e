"""Builds today's promtool, Prometheus, amtool and Loki from pinned tools modules, and keeps only the programs.

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

from tests.servers.caches import cache_root, lacking, provide

MODULES = Path(__file__).parent / "tools"
GIVEN = "SIGNALWRIGHT_CURRENT_TOOLS"
NO_GO = f"""error: today's tools are built with Go, and there is no `go`
   = help: install Go 1.26 or newer, or put today's promtool, prometheus, amtool and loki into one folder and name it:
           export {GIVEN}=/path/to/the/folder
"""
_TIMEOUT_SECONDS = 3_000


@dataclass(frozen=True, slots=True)
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
    Module("loki", ("loki",), ("-ldflags=-s -w -X github.com/grafana/loki/v3/pkg/util/build.Version=3.7.8",)),
)
PROGRAMS = tuple(program for module in ALL for program in module.programs)


def main() -> int:
    """Builds the tools unless they are there.

    Returns:
        The exit code: 0, or 2 when they can't be had.
    """
    if given := os.environ.get(GIVEN):
        if missing := lacking(Path(given), PROGRAMS):
            sys.stderr.write(f"error: the folder {GIVEN}={given} has no {', '.join(missing)}\n")
            return 2
        print(given)
        return 0
    go = shutil.which("go")
    if go is None:
        sys.stderr.write(NO_GO)
        return 2

    def make(folder: Path) -> None:
        for module in ALL:
            _build(go, module, folder)

    announcement = f"building today's {', '.join(PROGRAMS)}: about eight minutes, once"
    try:
        print(provide(cache_root() / "current" / _key(go), PROGRAMS, announcement, make))
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"error: `{' '.join(error.cmd)}` failed:\n{error.stderr}\n")
        return 2
    except subprocess.TimeoutExpired as error:
        sys.stderr.write(f"error: `{' '.join(error.cmd)}` took more than {_TIMEOUT_SECONDS} seconds\n")
        return 2
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
    environment = {
        **os.environ,
        "GOBIN": str(folder / "bin"),
        "GOFLAGS": "-mod=readonly -trimpath -buildvcs=false",
        # A workspace file above the scratch folder would bring other modules into the build.
        "GOWORK": "off",
        "CGO_ENABLED": "0",
    }
    subprocess.run(
        [go, "install", *module.flags, "tool"],
        cwd=work,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_SECONDS,
    )
    shutil.rmtree(folder / "src")


if __name__ == "__main__":
    sys.exit(main())
