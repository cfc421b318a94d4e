"""Something is there and holds nothing.

An empty file, a list of conditions without one, or a folder without a spec was most likely not finished.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: info, when: {any: []}, summary: Long}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: info, when: {any: [{absent: queue_depth}]}, summary: Long}
```
"""
