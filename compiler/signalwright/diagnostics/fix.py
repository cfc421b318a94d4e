"""A change of the spec that certainly puts a finding right: what `check --fix` makes and editors offer.

A check says *what* is to change, by the same origins as its places; how that is written into the file (quotes, escapes,
indentation) is the affair of `language/source/rewrite.py`, which also refuses what would change anything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from signalwright.diagnostics.span import Location, Origin, Place
from signalwright.records import record

Scalar = str | int | float | bool
Value = Scalar | tuple[Scalar, ...]
"""What an edit can write: a scalar, or a list of scalars."""

Action = Literal["replace", "set", "insert", "remove", "write"]


@record
class Edit:
    """One change of a spec.

    Attributes:
        place: What changes. `write` alone has a location, all others an origin.
        action: `replace` puts a text in the place of a key, of a text, or of a part of a text; `set` gives a key
            another value; `insert` adds a key to the mapping at the place; `remove` removes the key with its value;
            `write` puts YAML as it is in the place of what stands in the file, which is what the others become.
        value: The text or value to write; None where nothing is written.
        key: The key that `insert` adds; empty otherwise.
        was: The text that `replace` expects at its place, or None. Where something else stands there, nothing changes.
    """

    place: Place
    action: Action
    value: Value | None = None
    key: str = ""
    was: str | None = None


@record
class Fix:
    """Changes that put a finding right together; they are made all or not at all.

    Only what is certain is a fix. What is merely likely stands in the help of a finding.

    Attributes:
        edits: The changes, all in one file.
    """

    edits: tuple[Edit, ...]

    @property
    def written(self) -> list[tuple[Location, str]]:
        """What gives way in the text of the file, and the YAML that stands there then: the edits that are `write`."""
        return [(each.place, str(each.value)) for each in self.edits if isinstance(each.place, Location)]

    @staticmethod
    def replace(place: Origin, text: str, *, was: str | None = None) -> Fix:
        """Puts a text in the place of another.

        Args:
            place: A key (`origin.key()`), a text, or a part of a text (`origin.within(3, 8)`).
            text: The new text, decoded; an empty one removes a part.
            was: The text that must be there now.
        """
        return Fix((Edit(place, "replace", text, was=was),))

    @staticmethod
    def set(place: Origin, value: Value) -> Fix:
        """Gives a key or a list item another value.

        Args:
            place: The place of the value.
            value: The new value.
        """
        return Fix((Edit(place, "set", value),))

    @staticmethod
    def insert(place: Origin, key: str, value: Value) -> Fix:
        """Adds a key at the end of a mapping.

        Args:
            place: The place of the mapping.
            key: The key, which it doesn't have.
            value: Its value.
        """
        return Fix((Edit(place, "insert", value, key),))

    @staticmethod
    def remove(place: Origin) -> Fix:
        """Removes a key with its value, never the last one of a mapping.

        Args:
            place: The place of the value.
        """
        return Fix((Edit(place, "remove"),))

    @staticmethod
    def together(*fixes: Fix) -> Fix:
        """Returns the changes of several fixes as one."""
        return Fix(tuple(edit for fix in fixes for edit in fix.edits))


def spelling(place: Origin, word: str, candidates: Iterable[str], *, shortest: int = 5) -> Fix | None:
    """Returns the correction of a misspelt word, or None where it isn't certain which word was meant.

    Args:
        place: Where the word stands, and nothing else with it.
        word: The word.
        candidates: What could have been meant.
        shortest: How many letters a word needs to be told from another by one of them.
    """
    from signalwright.diagnostics.closest import certain

    meant = certain(word, candidates, shortest=shortest)
    return None if meant is None else Fix.replace(place, meant, was=word)
