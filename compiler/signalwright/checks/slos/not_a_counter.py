"""The events of an SLO are counted by something that is no counter.

A gauge can fall, so that its increase says nothing about events.

Bad:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, good: queue_depth, total: http_requests_total, objective: 99%, window: 30d}
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
