"""Remembers the expressions in which nothing was found, so that they aren't examined again.

An expression is told by all that a check of it can look at: its text and its place among the rules, the series that it
reads as they are declared, and the checks themselves. Whatever of that changes, it is examined again.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signalwright.expressions.use import Use
    from signalwright.promql.catalogue import Catalogue, Series

WORTH_REMEMBERING = 300
"""Fewer expressions are examined faster than it is found out whether they were before."""

_SIZE = 16
_JUDGING = ("checks", "expressions", "go_templates", "promql")


class Memory:
    """The expressions of a project in which nothing was found."""

    def __init__(self, folder: Path, root: Path) -> None:
        """Starts with what earlier runs left.

        Args:
            folder: The folder in which it is kept.
            root: The root of the project.
        """
        self._file = folder / hashlib.blake2b(str(root).encode(), digest_size=_SIZE).hexdigest()
        self._before: set[bytes] | None = None
        self._clean: set[bytes] = set()

    def is_clean(self, key: bytes) -> bool:
        """Returns whether nothing was found in an expression; if so, it will be known in the next run."""
        if key in self._clean:
            return True
        if self._before is None:
            self._before = self._read()
        if key in self._before:
            self._clean.add(key)
            return True
        return False

    def add(self, key: bytes) -> None:
        """Notes that nothing was found in an expression."""
        self._clean.add(key)

    def save(self) -> None:
        """Keeps what is known of the expressions of this run; a folder that can't be written is no reason to fail."""
        if self._before is None or self._clean == self._before:
            return
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("wb", dir=self._file.parent, delete=False) as file:
                file.write(b"".join(sorted(self._clean)))
            Path(file.name).replace(self._file)

    def _read(self) -> set[bytes]:
        try:
            data = self._file.read_bytes()
        except OSError:
            return set()
        return {data[at : at + _SIZE] for at in range(0, len(data) - _SIZE + 1, _SIZE)}


class Keys:
    """Makes the keys of the expressions that read one catalogue."""

    def __init__(self, catalogue: Catalogue, packages: Iterable[ModuleType], options: Mapping[str, object]) -> None:
        """Looks at what all these expressions have in common.

        Args:
            catalogue: The series that they read.
            packages: The packages that hold checks.
            options: Check to what it is told.
        """
        self._catalogue = catalogue
        self._series: dict[int, bytes] = {}
        common = (
            catalogue.is_closed,
            catalogue.others_record,
            catalogue.retention,
            catalogue.evaluate_every,
            catalogue.release,
            sorted(catalogue.target_labels),
            sorted(catalogue.external_labels.items()),
            sorted(options.items()),
        )
        self._common = _digest(repr(common).encode(), *_sources(packages))

    def of(self, use: Use) -> bytes:
        """Returns the key of an expression."""
        rule = use.rule
        about: list[object] = [use.text, use.role, use.evaluate_every, use.origin.user is None]
        if rule is not None:
            about += [type(rule), rule.labels]
            about += [getattr(rule, name, None) for name in ("alert", "record", "hold", "keep")]
            if use.is_part:
                about.append(rule.query.text)
        read = [self._of_series(each) for selector in use.selectors for each in use.series(selector)]
        named = [use.catalogue.knows(each.metric) for each in use.selectors if each.metric is not None]
        return _digest(self._common, repr((about, named)).encode(), *read)

    def _of_series(self, series: Series) -> bytes:
        key = self._series.get(id(series))
        if key is None:
            key = self._series[id(series)] = _digest(repr(series).encode())
        return key


def _digest(*parts: bytes) -> bytes:
    found = hashlib.blake2b(digest_size=_SIZE)
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.digest()


def _sources(packages: Iterable[ModuleType]) -> Iterable[bytes]:
    """Yields the text of everything that judges expressions: ours, and the checks of extensions."""
    own = [importlib.import_module("signalwright"), *packages]
    folders = [Path(path) for package in own[1:] for path in package.__path__]
    folders += [Path(path, part) for path in own[0].__path__ for part in _JUDGING]
    for folder in folders:
        for parent, _, files in sorted(os.walk(folder)):
            for name in sorted(files):
                if name.endswith(".py"):
                    yield Path(parent, name).read_bytes()
