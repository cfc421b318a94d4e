"""An SLO's bound can't be checked, because the histogram declares no buckets.

Where no bucket ends at the bound nothing is counted, and the SLO has no data.

Bad:

```yaml
services:
  cart:
    team: web
    metrics: {cart_seconds: histogram}
    slos: {fast: {histogram: cart_seconds, below: 2s, objective: 99%, window: 30d}}
```

Good:

```yaml
services:
  cart:
    team: web
    metrics: {cart_seconds: {type: histogram, buckets: [1, 2]}}
    slos: {fast: {histogram: cart_seconds, below: 2s, objective: 99%, window: 30d}}
```
"""
