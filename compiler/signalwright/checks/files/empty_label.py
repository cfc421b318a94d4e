"""A rule of a file adds a label without a value.

To Prometheus an empty label is none, so it isn't added; where the series have it, it is removed.

Bad:

```yaml
labels: {severity: warning, tier: ""}
```

Good:

```yaml
labels: {severity: warning, tier: gold}
```
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING
