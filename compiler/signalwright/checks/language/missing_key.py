"""A key is missing that its mapping needs.

Without it nothing says what is meant, and no default is right nine times of ten.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, above: 5}}
```
"""
