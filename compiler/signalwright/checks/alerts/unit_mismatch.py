"""A bound is in a unit that the value it is compared with doesn't have.

`5%` of a metric in seconds says nothing. Bounds are turned into the metric's own unit, which its `unit` or the suffix
of its name says. A share without its percent sign is one as well, as soon as it is above 1: `above: 5` would be 500 %,
and never reached.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {p95: http_request_duration_seconds, above: 5%}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {p95: http_request_duration_seconds, above: 500ms}}
```
"""
