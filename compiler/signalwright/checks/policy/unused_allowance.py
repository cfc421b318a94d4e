"""A finding is allowed where there is none.

What it was about has been put right, or stands elsewhere. Left in place it would hide the next one, which nobody has
thought about. It is told by `signalwright check`, once nothing else is an error, because only then all has been looked
for.

Bad: `allow: {metrics/unused: the data team reads them}` in a service whose metrics are all read.

Good: the same service without it.
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING
