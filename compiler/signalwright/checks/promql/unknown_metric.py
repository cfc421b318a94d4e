"""A metric is named that the service doesn't declare.

An alert on a metric that doesn't exist never fires.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_dept, above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, above: 5}}
```
"""
