"""The pattern of a label's values is no regular expression.

It is read in the syntax of RE2, as Prometheus reads it, and matches the whole value.

Bad:

```yaml
services:
  cart:
    team: web
    metrics: {carts_total: {type: counter, labels: {status: {like: "[1-5"}}}}
```

Good:

```yaml
services:
  cart:
    team: web
    metrics: {carts_total: {type: counter, labels: {status: {like: "[1-5]"}}}}
```
"""
