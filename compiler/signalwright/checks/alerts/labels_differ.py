"""The two gauges of a ratio have different labels, so their series don't find each other.

Prometheus divides series whose labels are the same. Where each of both has a label that the other lacks, many would
meet many, and it refuses to divide.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {ratio: {of: disk_used, to: disk_inodes}, above: 90%}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {ratio: {of: disk_used, to: disk_inodes}, by: [instance], above: 90%}}
```
"""
