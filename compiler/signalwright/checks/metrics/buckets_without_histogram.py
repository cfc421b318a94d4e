"""A metric that is no classic histogram has buckets.

Counters, gauges and summaries have none, and a native histogram chooses its own.

Bad:

```yaml
services:
  cart:
    team: web
    metrics: {carts_total: {type: counter, buckets: [1, 2]}}
```

Good:

```yaml
services:
  cart:
    team: web
    metrics: {cart_seconds: {type: histogram, buckets: [1, 2]}}
```
"""
