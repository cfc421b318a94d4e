"""A metric is asked for a label that it doesn't have.

A matcher on it finds nothing and grouping by it adds up everything, both without a word.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {rate: 'http_requests_total{stauts="500"}', above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {rate: 'http_requests_total{status="500"}', above: 5}}
```
"""
