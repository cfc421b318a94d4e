"""The label that tells servers of a pair apart is none of the server's.

It is taken off alerts so that both servers' are one. A label that isn't there leaves each alert twice.

Bad:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus: {version: "3.15", replica_label: replica}
```

Good:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus: {version: "3.15", replica_label: replica, external_labels: {replica: a}}
```
"""
