"""The good or bad events are the same as all events.

The SLO would always be met, or never.

Bad:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, good: http_requests_total, total: http_requests_total, objective: 99%, window: 30d}
```

Good:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, good: 'http_requests_total{status!~"5.."}', total: http_requests_total, objective: 99%, window: 30d}
```
"""
