"""Fetches Debian's Prometheus, Alertmanager and node exporter without root; nothing is installed, no service starts.

`apt-get download` with a private state and `dpkg -x` into the cache folder; a plain installation would start daemons
that listen on all interfaces. Prints the folder that holds the programs.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from tests.servers.caches import cache_root, lacking, provide

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
_TIMEOUT_SECONDS = 600


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
    final = cache_root() / "debian" / _system()
    if lacking(final / "bin", PROGRAMS):
        for tool in ("apt-get", "dpkg"):
            if shutil.which(tool) is None:
                sys.stderr.write(ELSEWHERE.format(missing=tool))
                return 2
    try:
        print(provide(final, PROGRAMS, f"fetching Debian's {', '.join(PACKAGES)}", _fetch))
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"error: `{_shown(error.cmd)}` failed:\n{error.stderr or error.stdout}\n{UPDATE_FAILED}")
        return 2
    except subprocess.TimeoutExpired as error:
        sys.stderr.write(f"error: `{_shown(error.cmd)}` took more than {_TIMEOUT_SECONDS} seconds\n")
        return 2
    return 0


def _system() -> str:
    """Returns a name for this system: `bookworm-x86_64`."""
    try:
        codename = platform.freedesktop_os_release().get("VERSION_CODENAME", "unknown")
    except OSError:
        codename = "unknown"
    return f"{codename}-{platform.machine()}"


def _fetch(folder: Path) -> None:
    state = folder / "apt"
    for each in ("lists/partial", "cache/archives/partial", "log", "packages"):
        (state / each).mkdir(parents=True)
    (state / "status").touch()
    options = {
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state / "cache",
        "Dir::Cache::archives": state / "cache" / "archives",
        "Dir::Log": state / "log",
        # The scratch folder is this user's own, so the user that apt would change to could not write there.
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    apt = ["apt-get", "-qq", *(part for name, value in options.items() for part in ("-o", f"{name}={value}"))]
    _run([*apt, "update"], state / "packages")
    _run([*apt, "download", *PACKAGES], state / "packages")
    for package in sorted((state / "packages").glob("*.deb")):
        _run(["dpkg", "-x", str(package), str(folder / "root")], state / "packages")
    (folder / "bin").mkdir()
    for program in PROGRAMS:
        (folder / "root" / "usr" / "bin" / program).rename(folder / "bin" / program)
    shutil.rmtree(state)
    shutil.rmtree(folder / "root")


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS)


def _shown(command: list[str]) -> str:
    """Returns a command as a person would write it: without the options that make apt's state private."""
    private = {place + offset for place, each in enumerate(command) if each == "-o" for offset in (0, 1)}
    return " ".join(each for place, each in enumerate(command) if place not in private)


if __name__ == "__main__":
    sys.exit(main())
