"""Says what differs between libraries and the running exporters: `python -m tests.servers.exporters NAME…`.

`+` is a metric that the library doesn't have, in the spec language; `-` what differs; `!` what differs without a
reason, or a reason that is of no use. The exit code is 1 when there is one of these last.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from signalwright.library import library_names
from tests.library.installed import compiled_with
from tests.servers.conformity import differences, read_families, sketch, unexplained
from tests.servers.exporting import exporter_names, exporter_of


def main(libraries: list[str]) -> int:
    """Prints the differences.

    Args:
        libraries: Their names; all when there is none.

    Returns:
        The exit code: 0 when each page says what its library says, else 1.
    """
    is_other = False
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
        found = list(differences(metrics, families))
        for difference in found:
            print(f"  - {difference.text}")
        for text in unexplained(found, exporter.otherwise, exporter.may_differ):
            print(f"  ! {text}")
            is_other = True
    return int(is_other)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
