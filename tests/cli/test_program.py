"""The installed program ends its process at once, and nothing that was said is lost by it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.checkout import ROOT

PROGRAM = "from signalwright.cli import program; program()"
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(str(ROOT / each) for each in ("compiler", "targets")),
}


def program(*arguments: str, before: str = "") -> list[str]:
    return [sys.executable, "-c", before + PROGRAM, *arguments]


@pytest.mark.parametrize(
    ("arguments", "code"), [(("targets",), 0), (("check",), 1), (("no-such-command",), 2), (("explain", "no-such"), 2)]
)
def test_the_process_ends_with_the_code_of_the_command(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    (tmp_path / "signalwright.yaml").write_text("signalwright: 1\n", encoding="utf-8")
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "shop.yaml").write_text("unknown: 1\n", encoding="utf-8")
    done = subprocess.run(
        program(*arguments), env=ENVIRONMENT, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert done.stdout or done.stderr


def test_a_command_that_ends_with_words_fails_with_them() -> None:
    before = "import sys; import signalwright.cli; signalwright.cli.main = lambda: sys.exit('in words'); "
    done = subprocess.run(program(before=before), env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "in words\n")


def test_nothing_is_put_away_when_the_process_ends() -> None:
    before = "import atexit; atexit.register(print, 'put away'); "
    done = subprocess.run(program("--version", before=before), env=ENVIRONMENT, capture_output=True, check=True)
    assert b"put away" not in done.stdout


def test_a_slow_reader_gets_all_of_a_long_answer() -> None:
    whole = subprocess.run(program("schema"), env=ENVIRONMENT, capture_output=True, check=True).stdout
    assert len(whole) > 65_536  # More than a pipe holds, so the program has to wait for its reader.
    with subprocess.Popen(program("schema"), env=ENVIRONMENT, stdout=subprocess.PIPE) as slow:
        assert slow.stdout is not None
        time.sleep(0.1)
        assert slow.stdout.read() == whole


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_answer_that_could_not_be_written_is_no_success() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(program("--version"), env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode != 0
    assert b"No space left" in done.stderr


def test_an_unforeseen_error_is_shown_in_full_when_that_is_asked_for(tmp_path: Path) -> None:
    before = "import signalwright.cli.targets as each; each.run = None; "
    done = subprocess.run(
        program("targets", before=before),
        env={**ENVIRONMENT, "SIGNALWRIGHT_TRACEBACK": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" in done.stderr
