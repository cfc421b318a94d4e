"""A quantile is compared with a bound that its histogram can't show.

A quantile that lies beyond the last finite bucket is reported as that bucket's bound, so an alert above it never
fires.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {p95: http_request_duration_seconds, above: 5s}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {p95: http_request_duration_seconds, above: 2s}}
```
"""
