"""A short form matches the label `job`.

It has the job of the service already; `from` reads another service.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: 'queue_depth{job="api"}', above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, from: api, above: 5}}
```
"""

HAS_FIX = True
