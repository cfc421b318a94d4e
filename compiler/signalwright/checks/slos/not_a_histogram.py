"""An SLO reads the buckets of a metric that has none.

`histogram` and `below` count the observations under a bound, for which a classic histogram is needed.

Bad:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, histogram: queue_depth, below: 2, objective: 99%, window: 30d}
```

Good:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, histogram: http_request_duration_seconds, below: 2s, objective: 99%, window: 30d}
```
"""
