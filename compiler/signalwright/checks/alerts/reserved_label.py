"""An alert sets a label that is derived.

`severity`, `team`, `service`, `stack`, `environment` and `slo` are what routes and inhibitions are made of. A second
source would send alerts to the wrong people.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: info, when: {value: queue_depth, above: 5}, labels: {team: data}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: info, when: {value: queue_depth, above: 5}, labels: {owner: data}}
```
"""
