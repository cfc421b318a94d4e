"""An expression reads a metric that several services declare, and doesn't say whose.

Two services may each have `http_requests_total`. Added up, one's errors hide in the other's traffic.

Bad:

```yaml
services: {cart: {team: web, metrics: {queue_limit: gauge}}}
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_limit, above: 5}}
```

Good:

```yaml
services: {cart: {team: web, metrics: {queue_limit: gauge}}}
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_limit, from: api, above: 5}}
```
"""
