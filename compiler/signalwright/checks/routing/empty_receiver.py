"""A receiver has no way to be told.

It would take alerts and tell nobody.

Bad:

```yaml
receivers: {ops: {}}
routing: {otherwise: ops}
```

Good:

```yaml
receivers: {ops: {webhook: "http://ops:8080/"}}
routing: {otherwise: ops}
```
"""
