"""An external label has a name that the compiler sets.

`stack` and `environment` say where an alert comes from.

Bad:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus: {version: "3.15", external_labels: {stack: other}}
```

Good:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus: {version: "3.15", external_labels: {region: eu}}
```
"""
