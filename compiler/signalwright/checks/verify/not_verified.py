"""A tool that no package manager has, or that gives a second opinion only, isn't installed and judged nothing.

With `--installed` the first is a warning, because most machines can't have it; plain `verify` fails with
`verify/missing-tool`. A second opinion, such as that of dashboard-linter, is about habits and not about what a server
can read, so its absence is never more than a warning.
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING
