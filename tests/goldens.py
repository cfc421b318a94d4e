"""Snapshots that are real files: what a test names is read, compared and written as it is, for other tools to read.

`assert content == golden(name="shop/out/a.yml")` compares bytes with the file of that path beside the test. No file is
`None`: a test asserts it of what no longer comes out, so that this fails like any other difference, and
`--snapshot-update` removes the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from syrupy.data import SnapshotCollection, SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syrupy.location import PyTestLocation
    from syrupy.types import (
        PropertyFilter,
        PropertyMatcher,
        SerializableData,
        SerializedData,
        SnapshotIndex,
    )


class GoldenFile(SingleFileSnapshotExtension):
    """Keeps each snapshot in the file that the test names, relative to the folder of the test's module."""

    def serialize(
        self,
        data: SerializableData,
        *,
        exclude: PropertyFilter | None = None,
        include: PropertyFilter | None = None,
        matcher: PropertyMatcher | None = None,
    ) -> Any:
        """Returns the bytes as they are, and None for a file that shouldn't be there.

        Raises:
            TypeError: The data is neither; text has no bytes before its encoding is chosen.
        """
        if data is None:
            return None
        return super().serialize(data, exclude=exclude, include=include, matcher=matcher)

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        """Returns the name for messages, with the slashes that a file's name couldn't have."""
        return f"{test_location.snapshot_name}[{index}]"

    @classmethod
    def get_location(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
        """Returns the path of the file.

        Raises:
            TypeError: The test gave no name; a number is no path.
        """
        if not isinstance(index, str):
            raise TypeError("a golden file needs a name: golden(name=<path beside the test>)")
        return str(Path(test_location.filepath).parent / index)

    @classmethod
    def matches_test_location(cls, *, test_location: PyTestLocation, snapshot_location: str) -> bool:
        """Says whether the file lies where the tests of this module keep theirs."""
        return Path(snapshot_location).is_relative_to(Path(test_location.filepath).parent)

    def discover_snapshots(
        self, *, test_location: PyTestLocation, ignore_extensions: list[str] | None = None
    ) -> SnapshotCollections:
        """Returns nothing, because the tests themselves name every file, also those that should be gone.

        Syrupy would call each other file beside a test unused: specs, and all files of a test that ended with an error
        before it could compare them. It would remove those on an update, but pass over what is really left behind as
        soon as one test of the run is deselected.
        """
        return SnapshotCollections()

    @classmethod
    def write_snapshot_collection(
        cls, *, snapshot_collection: SnapshotCollection, name_order: dict[str, int] | None = None
    ) -> None:
        """Writes the file, or removes it together with the folders that are empty then."""
        (snapshot,) = snapshot_collection
        if snapshot.data is not None:
            super().write_snapshot_collection(snapshot_collection=snapshot_collection, name_order=name_order)
            return
        file = Path(snapshot_collection.location)
        file.unlink()
        for folder in file.parents:
            if any(folder.iterdir()):
                return
            folder.rmdir()

    def diff_lines(self, serialized_data: SerializedData | None, snapshot_data: SerializedData) -> Iterator[str]:
        """Yields the lines that differ, as text."""
        return super().diff_lines(readable(serialized_data), readable(snapshot_data))


def readable(data: SerializedData | None) -> str:
    """Returns content as text, with what isn't UTF-8 as escapes."""
    if isinstance(data, bytes):
        return data.decode(errors="backslashreplace")
    return data or ""
