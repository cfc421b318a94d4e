"""A panel names an alert or an SLO that several services have, and doesn't say whose.

Each service may have an `availability`; a panel shows one of them.

Bad:

```yaml
services:
  cart:
    team: web
    metrics: {hits_total: counter, misses_total: counter}
    slos: {hits: {bad: misses_total, total: hits_total, objective: 99%, window: 30d}}
  shelf:
    team: web
    metrics: {hits_total: counter, misses_total: counter}
    slos: {hits: {bad: misses_total, total: hits_total, objective: 99%, window: 30d}}
dashboards: {Hits: {panels: [{slo: hits}]}}
```

Good:

```yaml
services:
  cart:
    team: web
    metrics: {hits_total: counter, misses_total: counter}
    slos: {hits: {bad: misses_total, total: hits_total, objective: 99%, window: 30d}}
  shelf:
    team: web
    metrics: {hits_total: counter, misses_total: counter}
    slos: {hits: {bad: misses_total, total: hits_total, objective: 99%, window: 30d}}
dashboards: {Hits: {panels: [{slo: hits, from: cart}]}}
```
"""
