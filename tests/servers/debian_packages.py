"""Unpacks packages of Debian without root: nothing is installed, and no service starts.

`apt-get download` with a private state and `dpkg -x`; a plain installation would start daemons that listen on all
interfaces.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

TOOLS = ("apt-get", "dpkg")
TIMEOUT_SECONDS = 600


def missing_tool() -> str | None:
    """Returns the first tool that this machine lacks to fetch packages, or None."""
    return next((tool for tool in TOOLS if shutil.which(tool) is None), None)


def system() -> str:
    """Returns a name for this system: `bookworm-x86_64`."""
    try:
        codename = platform.freedesktop_os_release().get("VERSION_CODENAME", "unknown")
    except OSError:
        codename = "unknown"
    return f"{codename}-{platform.machine()}"


def unpack(packages: Iterable[str], root: Path, state: Path) -> None:
    """Downloads packages and unpacks them into a folder; what they depend on isn't fetched.

    Args:
        packages: Their names.
        root: Takes the files, as a machine's root would.
        state: Apt's own state. Lists of packages that are there already are used as long as they do.

    Raises:
        subprocess.CalledProcessError: A command failed.
        subprocess.TimeoutExpired: A command took too long.
    """
    for each in ("lists/partial", "cache/archives/partial", "log", "packages"):
        (state / each).mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    options = {
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state / "cache",
        "Dir::Cache::archives": state / "cache" / "archives",
        "Dir::Log": state / "log",
        # The folder is this user's own, so the user that apt would change to could not write there.
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    apt = ["apt-get", "-qq", *(part for name, value in options.items() for part in ("-o", f"{name}={value}"))]
    download = [*apt, "download", *packages]
    try:
        if any(each.is_file() for each in (state / "lists").iterdir()):
            try:
                _run(download, state / "packages")
            except subprocess.CalledProcessError:
                # The lists name versions that are no longer there.
                _run([*apt, "update"], state / "packages")
                _run(download, state / "packages")
        else:
            _run([*apt, "update"], state / "packages")
            _run(download, state / "packages")
        for package in sorted((state / "packages").glob("*.deb")):
            _run(["dpkg", "-x", str(package), str(root)], state / "packages")
    finally:
        shutil.rmtree(state / "packages")


def shown(command: list[str]) -> str:
    """Returns a command as a person would write it: without the options that make apt's state private."""
    private = {place + offset for place, each in enumerate(command) if each == "-o" for offset in (0, 1)}
    return " ".join(each for place, each in enumerate(command) if place not in private)


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
