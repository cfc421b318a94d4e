"""A backend's version is older than any that is known.

Nobody has tried what is emitted with it.

Bad:

```yaml
signalwright: 1
stack: shop
backends: {prometheus: "2.0"}
```

Good:

```yaml
signalwright: 1
stack: shop
backends: {prometheus: "2.42"}
```
"""
