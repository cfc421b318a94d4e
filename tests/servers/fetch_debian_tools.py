"""Fetches Debian's Prometheus and Alertmanager without root, without installing them and without starting a service.

`apt-get download` with a private state and `dpkg -x` into the cache folder; a plain installation would start daemons that
listen on all interfaces. Prints the folder that holds the programs.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from caches import cache_root, staged

PACKAGES = ("prometheus", "prometheus-alertmanager")
PROGRAMS = ("promtool", "prometheus", "amtool", "prometheus-alertmanager")
ELSEWHERE = """error: Debian's tools can't be fetched here: there is no `{missing}`
   = help: put promtool, prometheus, amtool and prometheus-alertmanager into one folder, and say where it is:
           export SIGNALWRIGHT_DEBIAN_TOOLS=/path/to/the/folder
           (Debian, Ubuntu: apt-get download prometheus prometheus-alertmanager; dpkg -x each of them into a folder;
           macOS: brew install prometheus alertmanager)
"""


def main() -> int:
    """Fetches the tools unless they are there; returns the exit code."""
    given = os.environ.get("SIGNALWRIGHT_DEBIAN_TOOLS")
    if given:
        lacking = [each for each in PROGRAMS if shutil.which(each, path=given) is None]
        if lacking:
            sys.stderr.write(f"error: SIGNALWRIGHT_DEBIAN_TOOLS={given} has no {', '.join(lacking)}\n")
            return 2
        print(given)
        return 0
    final = cache_root() / "debian" / _release()
    folder = final / "bin"
    if all((folder / each).exists() for each in PROGRAMS):
        print(folder)
        return 0
    for tool in ("apt-get", "dpkg"):
        if shutil.which(tool) is None:
            sys.stderr.write(ELSEWHERE.format(missing=tool))
            return 2
    sys.stderr.write("fetching Debian's prometheus and prometheus-alertmanager\n")
    try:
        with staged(final) as scratch:
            _fetch(scratch)
    except subprocess.CalledProcessError as error:
        command = " ".join(error.cmd[:1] + [each for each in error.cmd[1:] if not each.startswith(("-o", "Dir", "APT"))])
        sys.stderr.write(f"error: `{command}` failed:\n{error.stderr or error.stdout}\n")
        return 2
    print(folder)
    return 0


def _release() -> str:
    """Returns a name for this system: `bookworm-x86_64`."""
    try:
        codename = platform.freedesktop_os_release().get("VERSION_CODENAME", "unknown")
    except OSError:
        codename = "unknown"
    return f"{codename}-{platform.machine()}"


def _fetch(folder: Path) -> None:
    state = folder / "apt"
    for each in ("lists/partial", "cache/archives/partial", "deb", "log"):
        (state / each).mkdir(parents=True)
    (state / "status").touch()
    options = {
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state / "cache",
        "Dir::Cache::archives": state / "cache" / "archives",
        "Dir::Log": state / "log",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    apt = ["apt-get", "-qq", *(part for name, value in options.items() for part in ("-o", f"{name}={value}"))]
    _run([*apt, "update"], state / "deb")
    _run([*apt, "download", *PACKAGES], state / "deb")
    for package in sorted((state / "deb").glob("*.deb")):
        _run(["dpkg", "-x", str(package), str(folder / "root")], state / "deb")
    (folder / "bin").mkdir()
    for program in PROGRAMS:
        (folder / "bin" / program).symlink_to(Path("..") / "root" / "usr" / "bin" / program)
    shutil.rmtree(state)
    for each in (folder / "root" / "usr").iterdir():
        if each.name != "bin":
            shutil.rmtree(each)


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=600)


if __name__ == "__main__":
    sys.exit(main())
