"""An SLO's window is no number of whole days.

A window of hours forgets the night before the day is over, and its period sums couldn't be kept.

Bad:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, good: 'http_requests_total{status!~"5.."}', total: http_requests_total, objective: 99%, window: 36h}
```

Good:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, good: 'http_requests_total{status!~"5.."}', total: http_requests_total, objective: 99%, window: 2d}
```
"""
