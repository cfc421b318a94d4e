"""Lets one process at a time write to an output folder."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from signalwright.emit.errors import EmitError

# What file systems say that can't lock a folder, such as NFS; there, one writer at a time is the user's care.
_NO_LOCKS = {errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Holds the output folder while the caller writes to it.

    The folder itself is locked, so that no lock file appears in it; the lock ends with the process, however that ends.
    Windows can't lock a folder: there, a file in the user's temporary folder stands for it.

    Args:
        out: The output folder, which must be there.

    Raises:
        EmitError: Another process holds it (`emit/two-writers`).
        OSError: The folder can't be opened.
    """
    if sys.platform == "win32":
        import hashlib
        import msvcrt
        import tempfile

        name = hashlib.sha256(os.fsencode(out.resolve())).hexdigest()
        handle = os.open(Path(tempfile.gettempdir()) / f"signalwright-{name}.lock", os.O_RDWR | os.O_CREAT)
        try:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except OSError as error:
                raise _two_writers(out) from error
            yield
        finally:
            os.close(handle)
    else:
        import fcntl

        handle = os.open(out, os.O_RDONLY)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise _two_writers(out) from error
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
            yield
        finally:
            os.close(handle)


def _two_writers(out: Path) -> EmitError:
    return EmitError(
        "emit/two-writers", f"another run is writing to `{out.name}`", "wait until it has finished, then run this again"
    )
