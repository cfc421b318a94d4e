"""A rule of a file lacks what every rule needs, or says two things at once.

Prometheus refuses the whole file then.

Bad:

```yaml
rules:
  - alert: QueueLong
    for: 5m
```

Good:

```yaml
rules:
  - alert: QueueLong
    expr: queue_depth > 5
    for: 5m
```
"""
