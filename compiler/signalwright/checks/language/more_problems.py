"""A file has more problems of one kind than are told.

This is a note. When the rest is of the same making, solving the first ones solves all.
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.NOTE
