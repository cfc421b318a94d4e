"""A metric or a scrape declares a label that Prometheus sets.

`job` and `instance` come from the scrape, `le` and `quantile` from the type of the metric. One from the page would be
renamed to `exported_…`.

Bad:

```yaml
services:
  cart:
    team: web
    metrics: {carts_total: {type: counter, labels: [instance]}}
```

Good:

```yaml
services:
  cart:
    team: web
    metrics: {carts_total: {type: counter, labels: [country]}}
```
"""
