"""The stored data of a Loki begins on a day that is yet to come.

It accepts the configuration, starts, and refuses every line until that day.

Bad:

```yaml
signalwright: 1
stack: shop
backends: {loki: {version: "3.7", schema_from: "2999-01-01"}}
logs: {keep: {default: 30d}}
```

Good:

```yaml
signalwright: 1
stack: shop
backends: {loki: {version: "3.7", schema_from: "2024-06-01"}}
logs: {keep: {default: 30d}}
```
"""
