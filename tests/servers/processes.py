"""Starts servers for the time of a test, and waits for what they do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

GUARD = Path(__file__).with_name("guard.py")
_POLL_SECONDS = 0.2
_REQUEST_SECONDS = 5
_LOG_TAIL = 3_000

T = TypeVar("T")


class NotInTimeError(AssertionError):
    """Something that was waited for didn't happen."""


@contextmanager
def running(
    program: Path,
    arguments: Sequence[str],
    folder: Path,
    seconds: float,
    environment: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Runs a server; its words go to a log that an error shows.

    Args:
        program: The server.
        arguments: Its command line.
        folder: Its working folder, which also takes the log.
        seconds: After how long it is ended whatever happens.
        environment: Variables that it gets beside those of this process.
    """
    log = folder / f"{program.name}.log"
    with log.open("wb") as file:
        guard = subprocess.Popen(
            [sys.executable, str(GUARD), str(seconds), str(program), *arguments],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
        except AssertionError as error:
            error.add_note(f"{program.name} said:\n{log.read_text(errors='replace')[-_LOG_TAIL:]}")
            raise
        finally:
            assert guard.stdin is not None
            guard.stdin.close()
            try:
                guard.wait(15)
            except subprocess.TimeoutExpired:
                guard.kill()
                guard.wait()


def get(url: str) -> Any:
    """Returns the JSON that a server answers with.

    Raises:
        OSError: It doesn't answer, or with an error.
    """
    try:
        answer = urllib.request.urlopen(url, timeout=_REQUEST_SECONDS)
    except urllib.error.HTTPError as error:
        error.close()  # An error holds its connection, which would be found open at the end of the tests.
        raise
    with answer:
        body = answer.read()
    return json.loads(body) if answer.headers.get_content_type() == "application/json" else body.decode()


def wait_for(what: str, probe: Callable[[], T | None], seconds: float) -> T:
    """Asks until there is an answer that isn't empty, and returns it.

    Args:
        what: What is waited for, for the error.
        probe: Asks; a server that doesn't answer yet counts as no answer.
        seconds: How long to wait at most.

    Raises:
        NotInTimeError: There was none.
    """
    deadline = time.monotonic() + seconds
    last: object = None
    while time.monotonic() < deadline:
        try:
            answer = probe()
        except OSError as error:
            last = error
        else:
            if answer:
                return answer
        time.sleep(_POLL_SECONDS)
    raise NotInTimeError(f"not within {seconds:g} s: {what}" + (f" ({last})" if last else ""))
