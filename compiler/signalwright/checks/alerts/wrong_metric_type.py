"""A condition reads a metric of a type that it says nothing about.

The value of a counter is how much there ever was, the rate of a gauge means nothing, and only a histogram has
quantiles. Prometheus computes all of them without a word.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: http_requests_total, above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {rate: http_requests_total, above: 5}}
```
"""
