"""Which paths an artifact may have, so that every file system holds every file and none leaves its folder."""

from __future__ import annotations

import re
from collections.abc import Iterable

from signalwright.emit.errors import EmitError

MANIFEST = "MANIFEST.json"

# "Naming Files, Paths, and Namespaces" in the documentation of the Windows API; also reserved with an extension.
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(?:\..*)?",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')

# The limit of ext4, APFS and NTFS for one name.
_LONGEST_NAME = 255


def path_fault(path: str) -> str | None:
    """Returns what is wrong with a relative path with forward slashes, as a phrase, or None.

    Args:
        path: The path of a file, or the name of a folder.
    """
    if path.startswith("/"):
        return "is absolute"
    return next((fault for name in path.split("/") if (fault := _name_fault(name)) is not None), None)


def _name_fault(name: str) -> str | None:
    faults = {
        "has an empty part": name == "",
        "leaves its folder": name in {".", ".."},
        "has a character that Windows doesn't allow": _FORBIDDEN.search(name) is not None,
        "has a part that ends in a space or a dot": name.endswith((" ", ".")),
        "has a part that is reserved on Windows": _RESERVED.fullmatch(name) is not None,
        "has a part longer than 255 bytes": len(name.encode(errors="replace")) > _LONGEST_NAME,
        "has a lone surrogate": any("\ud800" <= character <= "\udfff" for character in name),
    }
    return next((fault for fault, holds in faults.items() if holds), None)


def check_paths(paths: Iterable[str]) -> None:
    """Makes sure that files can stand beside each other in every file system.

    Args:
        paths: The paths of all files of a run, relative to the output folder, with the stack as the first part.

    Raises:
        EmitError: A path can't be used (`emit/bad-path`), or two of them are one on a file system that ignores case, or
            one is the folder of another (`emit/path-collision`).
    """
    folders: dict[str, str] = {}
    files: dict[str, str] = {}
    for path in paths:
        fault = path_fault(path) or ("has a stack that starts with a dot" if path.startswith(".") else None)
        if fault is not None:
            raise EmitError("emit/bad-path", f"the path `{path}` {fault}", "rename what the file is named after")
        names = path.split("/")
        for depth in range(1, len(names)):
            folder = "/".join(names[:depth])
            holder = folders.setdefault(folder.casefold(), folder)
            if holder != folder:
                raise _collision(holder, folder)
        if path.casefold() in files:
            raise _collision(files[path.casefold()], path)
        files[path.casefold()] = path
    for folded in sorted(files.keys() & folders.keys()):
        raise _collision(files[folded], folders[folded])


def _collision(one: str, other: str) -> EmitError:
    return EmitError(
        "emit/path-collision",
        f"the paths `{one}` and `{other}` are one on some file systems",
        "rename one of the things the files are named after; names may not differ by case alone",
    )
