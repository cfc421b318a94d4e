"""An objective is no promise: 100 % or more, or nothing at all.

At 100 % the error budget is nothing, and a single bad event uses it up endlessly often.

Bad:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, good: 'http_requests_total{status!~"5.."}', total: http_requests_total, objective: 100%, window: 7d}
```

Good:

```yaml
services:
  cart:
    team: web
    slos:
      availability:
        {from: api, good: 'http_requests_total{status!~"5.."}', total: http_requests_total, objective: 99%, window: 7d}
```
"""
