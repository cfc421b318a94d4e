"""A value is of another kind than its key takes.

Scalars are read as people say them: `5m`, `99.9%`, `2GiB`. A bare number where a unit belongs is not guessed at.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {rate: http_requests_total, over: 300, above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {rate: http_requests_total, over: 5m, above: 5}}
```
"""

HAS_FIX = True
