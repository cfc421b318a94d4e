"""Runs a server so that it can't outlive the test: `python guard.py SECONDS PROGRAM ARGUMENT…`.

The server ends when this program's standard input is closed, which also happens when the test is killed, and at the
latest after the given number of seconds. It is ended by its own process id.
"""

from __future__ import annotations

import select
import subprocess
import sys
import time

_POLL_SECONDS = 0.2
_PATIENCE_SECONDS = 5


def main() -> int:
    """Runs the server and returns its exit code."""
    deadline = time.monotonic() + float(sys.argv[1])
    server = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL)
    try:
        while server.poll() is None and time.monotonic() < deadline:
            readable, _, _ = select.select([sys.stdin], [], [], _POLL_SECONDS)
            if readable and not sys.stdin.buffer.read(1):
                break
    finally:
        if server.poll() is None:
            server.terminate()
            try:
                server.wait(_PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    return server.returncode


if __name__ == "__main__":
    sys.exit(main())
