"""Makes Debian's Alertmanager run from a package that was unpacked and not installed.

Debian compiles the folder of the default templates into the server, `/usr/share/prometheus/alertmanager`, and the
server doesn't start where it is missing. Without root nobody can put it there. So the test runs a copy of the server in
which this path is one of the same length that means the working folder.
"""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = b"/usr/share/prometheus/alertmanager"
_HERE = b"./" * (len(_FOLDER) // 2)
# The folders of the user interface begin with the same words; these stay, because nobody looks at it.
_COMPILED_IN = re.compile(re.escape(_FOLDER) + rb"(?!/)")
_TEMPLATES = ("default.tmpl", "email.tmpl")


def runnable(server: Path, folder: Path) -> Path:
    """Returns an Alertmanager that starts in a folder: the given one, or a copy that finds its templates there.

    Args:
        server: The server as it was found.
        folder: The working folder of the server.
    """
    content = server.read_bytes()
    places = [found.start() for found in _COMPILED_IN.finditer(content)]
    if not places or (Path(_FOLDER.decode()) / _TEMPLATES[0]).exists():
        return server
    assert len(places) == 1, f"{server} has the path of its templates {len(places)} times"
    copy = folder / server.name
    copy.write_bytes(content[: places[0]] + _HERE + content[places[0] + len(_FOLDER) :])
    copy.chmod(0o755)
    for name in _TEMPLATES:
        # The emitted configuration brings the templates that it uses.
        (folder / name).touch()
    return copy
