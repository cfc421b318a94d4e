"""A short form names its metric in a way that can't be read.

It takes a metric with optional label matchers. `expr` takes any PromQL.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: 'sum(queue_depth)', above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, by: [], above: 5}}
```
"""
