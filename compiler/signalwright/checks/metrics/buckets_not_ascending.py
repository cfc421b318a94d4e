"""The bounds of a histogram's buckets don't ascend.

Each bucket holds what the smaller ones hold, so a list in another order is a slip.

Bad:

```yaml
services:
  cart:
    team: web
    metrics: {cart_seconds: {type: histogram, buckets: [1, 5, 2]}}
```

Good:

```yaml
services:
  cart:
    team: web
    metrics: {cart_seconds: {type: histogram, buckets: [1, 2, 5]}}
```
"""
