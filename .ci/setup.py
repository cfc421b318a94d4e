"""Make `.venv` hold what `requirements.lock` names, and do nothing when it does already.

The stamp inside `.venv` says what was installed: the lock's hash, the interpreter, the folder (the scripts of a virtual
environment name it, so a moved or copied clone starts anew), and the hash of `pyproject.toml`, whose change needs only
the project itself to be installed again. The stamp is written last, so an interrupted run leaves none.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "signalwright-setup.json"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
COULD_NOT_RUN = 2


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _wanted() -> dict[str, str]:
    """Say what a finished set-up of this tree looks like."""
    return {
        "folder": str(FOLDER),
        "interpreter": f"{sys.base_prefix} {sys.version}",
        "lock": _hash(LOCK),
        "project": _hash(PROJECT),
    }


def _found() -> dict[str, str]:
    """Say what the last finished set-up was, or nothing when there was none or its interpreter is gone."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and PYTHON.exists() else {}


def _pip(*arguments: str) -> None:
    # PIP_REQUIRE_VIRTUALENV and the like stay as the machine has them, because its package index may be set that way.
    subprocess.run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments], check=True
    )


def _install_everything() -> None:
    try:
        importlib.import_module("ensurepip")
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        print(
            f"This Python {version} cannot make virtual environments, because the module ensurepip is missing.\n"
            f"On Debian and Ubuntu the package python{version}-venv has it: apt-get install python{version}-venv",
            file=sys.stderr,
        )
        raise SystemExit(COULD_NOT_RUN) from None
    print("setting up .venv from requirements.lock", file=sys.stderr)
    STAMP.unlink(missing_ok=True)
    venv.create(FOLDER, clear=True, with_pip=True, symlinks=os.name != "nt")
    _pip("--require-hashes", "--requirement", str(LOCK))


def _install_project() -> None:
    STAMP.unlink(missing_ok=True)
    _pip("--no-build-isolation", "--no-deps", "--editable", str(ROOT))


def main() -> int:
    """Set up what is missing.

    Returns:
        0 when `.venv` is as wanted, 2 when it could not be made.
    """
    wanted, found = _wanted(), _found()
    if found == wanted:
        return 0
    try:
        if {**found, "project": ""} != {**wanted, "project": ""}:
            _install_everything()
        _install_project()
    except subprocess.CalledProcessError as error:
        print(f"could not set up .venv: pip ended with {error.returncode}", file=sys.stderr)
        return COULD_NOT_RUN
    STAMP.write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
