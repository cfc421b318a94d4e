"""Says what differs between libraries and the running exporters: `python -m tests.servers.exporters NAME…`.

Of a library that isn't there yet it prints what a catalogue can begin with. The exit code is 0 when nothing differs.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from signalwright.library import library_names
from tests.library.installed import compiled_with
from tests.servers.conformity import differences, read_families, sketch
from tests.servers.exporting import exporter_names, exporter_of


def main(libraries: list[str]) -> int:
    """Prints the differences.

    Args:
        libraries: Their names; all when there is none.

    Returns:
        The exit code: 0 when each page says what its library says, else 1.
    """
    found = False
    for library in libraries or exporter_names():
        exporter = exporter_of(library)
        with exporter.read() as pages:
            families = read_families(pages)
        metrics = {}
        if library in library_names():
            with tempfile.TemporaryDirectory() as folder:
                metrics = dict(compiled_with(library, Path(folder)).stack.services["seen"].metrics)
        print(f"{library}: {sum(len(each.samples) for each in families.values())} series")
        for line in sketch(families, metrics):
            print(f"  + {line}")
        for name, metric in metrics.items():
            if name not in families:
                said = exporter.absent.get(name)
                print(f"  - `{name}` isn't there{f': {said}' if said else ''}")
                found = found or not said
                continue
            for difference in differences(metric, families[name]):
                said = exporter.otherwise.get(name)
                print(f"  ! {difference}{f': {said}' if said else ''}")
                found = found or not said
    return int(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
