"""An alert has no summary, and none can be derived from its condition.

The summary is the one line that people read at night. Short forms say what they watch, so that it can be derived;
PromQL and combinations don't.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {expr: 'queue_depth > 5'}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, above: 5}}
```
"""
