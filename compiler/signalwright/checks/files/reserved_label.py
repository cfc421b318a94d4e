"""A rule of a file sets the label `alertname`.

Prometheus writes the name of the alert into it afterwards, so the value is lost and whoever routes by it routes
nothing.

Bad:

```yaml
- alert: QueueLong
  expr: queue_depth > 5
  labels: {alertname: Queue}
```

Good:

```yaml
- alert: QueueLong
  expr: queue_depth > 5
  labels: {topic: Queue}
```
"""
