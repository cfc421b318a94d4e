"""First specs for `init`: one folder for each template, whose files are written as they are."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

ABOUT = {
    "minimal": "one service with an alert and an SLO, in 20 lines",
    "web": "a web service and its database, with SLOs, alerts, two teams and a dashboard",
    "worker": "a queue's worker and a nightly batch that pushes its metrics",
    "python": "the same as `web`, in Python",
}
"""Template → what it is about, in the order in which they are told."""

_NAMED = {"stack.yaml": "stack: shop", "stack.py": '"shop"'}
"""File → how it says the name of the stack."""


def starter(template: str, stack: str) -> dict[str, str]:
    """Returns the files of a template.

    Args:
        template: A key of `ABOUT`.
        stack: The name of the stack.

    Returns:
        Path relative to the folder of the stack → text.
    """
    files = dict(_files(resources.files(__name__).joinpath(template), ""))
    for name, words in _NAMED.items():
        if name in files:
            files[name] = files[name].replace(words, words.replace("shop", stack), 1)
    return files


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, str]]:
    """Yields path and text of every file below a folder, without what makes Python packages of them."""
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.is_dir():
            if each.name != "__pycache__":
                yield from _files(each, f"{above}{each.name}/")
        elif each.name != "__init__.py":
            yield f"{above}{each.name}", each.read_text(encoding="utf-8")
