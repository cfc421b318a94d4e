"""A backend's version is newer than the newest that is known.

What is emitted is right for the newest known version and most often for the next ones, so this is a warning.

Bad:

```yaml
signalwright: 1
stack: shop
backends: {prometheus: "99.0"}
```

Good:

```yaml
signalwright: 1
stack: shop
backends: {prometheus: "3.15"}
```
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING
