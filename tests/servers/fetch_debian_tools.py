"""Fetches Debian's Prometheus, Alertmanager and node exporter into the cache, and prints the folder that holds them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.servers.caches import cache_root, lacking, provide
from tests.servers.debian_packages import TIMEOUT_SECONDS, missing_tool, shown, system, unpack

PACKAGES = ("prometheus", "prometheus-alertmanager", "prometheus-node-exporter")
PROGRAMS = ("promtool", "prometheus", "amtool", "prometheus-alertmanager", "prometheus-node-exporter")
GIVEN = "SIGNALWRIGHT_DEBIAN_TOOLS"
ELSEWHERE = f"""error: Debian's tools can't be fetched here: there is no `{{missing}}`
   = help: unpack Prometheus 2.42 or newer, Alertmanager 0.25 or newer and a node exporter, put
           {", ".join(PROGRAMS[:3])}, the server of Alertmanager as {PROGRAMS[3]}
           and the node exporter as {PROGRAMS[4]} into one folder, and say where it is:
           export {GIVEN}=/path/to/the/folder
           Debian and Ubuntu do it by themselves: apt-get download {" ".join(PACKAGES)}; dpkg -x each of them
"""
UPDATE_FAILED = """   = help: the machine's own package sources are read; `apt-get update` has to work with them
"""


def main() -> int:
    """Fetches the tools unless they are there.

    Returns:
        The exit code: 0, or 2 when they can't be had.
    """
    if given := os.environ.get(GIVEN):
        if missing := lacking(Path(given), PROGRAMS):
            sys.stderr.write(f"error: the folder {GIVEN}={given} has no {', '.join(missing)}\n")
            return 2
        print(given)
        return 0
    final = cache_root() / "debian" / system()
    if lacking(final / "bin", PROGRAMS) and (tool := missing_tool()):
        sys.stderr.write(ELSEWHERE.format(missing=tool))
        return 2
    try:
        print(provide(final, PROGRAMS, f"fetching Debian's {', '.join(PACKAGES)}", _fetch))
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"error: `{shown(error.cmd)}` failed:\n{error.stderr or error.stdout}\n{UPDATE_FAILED}")
        return 2
    except subprocess.TimeoutExpired as error:
        sys.stderr.write(f"error: `{shown(error.cmd)}` took more than {TIMEOUT_SECONDS} seconds\n")
        return 2
    return 0


def _fetch(folder: Path) -> None:
    unpack(PACKAGES, folder / "root", folder / "apt")
    (folder / "bin").mkdir()
    for program in PROGRAMS:
        (folder / "root" / "usr" / "bin" / program).rename(folder / "bin" / program)
    shutil.rmtree(folder / "apt")
    shutil.rmtree(folder / "root")


if __name__ == "__main__":
    sys.exit(main())
