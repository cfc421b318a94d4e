"""An expression is no PromQL.

Prometheus would refuse the whole rule file.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: info, when: {expr: 'queue_depth >> 5'}, summary: Long}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: info, when: {expr: 'queue_depth > 5'}, summary: Long}
```
"""
