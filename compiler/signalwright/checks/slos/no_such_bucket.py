"""An SLO's bound is no bound of a bucket.

How many observations were below a bound is only known where a bucket ends.

Bad:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, histogram: http_request_duration_seconds, below: 3s, objective: 99%, window: 30d}
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
