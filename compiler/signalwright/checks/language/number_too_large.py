"""A number has more digits than can be kept.

Cut off, it would be another number.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, above: 12345678901234567890123}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, above: 1e9}}
```
"""
