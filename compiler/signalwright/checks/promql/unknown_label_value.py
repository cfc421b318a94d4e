"""A label is asked for a value that it never has.

The declaration lists its values or says a pattern, and no series has this one.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {rate: 'http_requests_total{method="GTE"}', above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {rate: 'http_requests_total{method="GET"}', above: 5}}
```
"""
