"""The windows of a tier don't grow: short, long, the SLO's own.

The short window ends the alert soon after the burning has; it must lie within the long one.

Bad:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, good: 'http_requests_total{status!~"5.."}', total: http_requests_total, objective: 99%, window: 30d,
         tiers: [{budget: 2%, short: 6h, long: 1h, severity: critical}]}
```

Good:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, good: 'http_requests_total{status!~"5.."}', total: http_requests_total, objective: 99%, window: 30d,
         tiers: [{budget: 2%, short: 5m, long: 1h, severity: critical}]}
```
"""
