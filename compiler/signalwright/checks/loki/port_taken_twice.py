"""Loki is to answer on a port that its own parts use.

It accepts the configuration and then doesn't start.

Bad:

```yaml
signalwright: 1
stack: shop
backends: {loki: {version: "3.7", internal: "127.0.0.1:3100"}}
logs: {keep: {default: 30d}}
```

Good:

```yaml
signalwright: 1
stack: shop
backends: {loki: {version: "3.7", internal: "127.0.0.1:9096"}}
logs: {keep: {default: 30d}}
```
"""
