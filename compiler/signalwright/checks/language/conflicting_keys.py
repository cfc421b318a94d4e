"""Two keys say different things about the same.

Only one of them could hold, and which one is not for the compiler to choose.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, rate: http_requests_total, above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, above: 5}}
```
"""
