"""A page has a metric that the service doesn't declare.

Nothing of the spec can read it, and nobody knows how many series it has. `signalwright discover` writes its
declaration. Where all metrics come from a library nothing is said, because a library leaves out on purpose what nobody
looks at; the closing line counts such metrics. A project that declares only what it uses gives this finding another
level:

```yaml
policy: {levels: {conform/extra-metric: off}}
```
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING

STRUCTURAL = False
