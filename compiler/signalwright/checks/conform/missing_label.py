"""A label is declared, and no series of the metric on the pages has it.

What is grouped by it makes one group. On another machine the label may have a value, which nobody can tell from a
page, so nothing is said of a library's metrics.
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING

STRUCTURAL = False
