"""A key says nothing where it stands.

Whoever wrote it expects that it does something: `over` has no meaning for the current value of a gauge.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, above: 5, over: 5m}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, above: 5}}
```
"""
