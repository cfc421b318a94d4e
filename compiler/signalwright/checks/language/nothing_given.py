"""A bound changes an alert that nothing gives.

`above` and `below` beside `when` stand for another bound of an alert that a template, a library or a default gives. An
alert of one's own says its bound in its condition.

Bad:

```yaml
services:
  cart:
    team: web
    scrape: ["cart:8000"]
    metrics: {items_waiting: gauge}
    alerts: {ManyItems: {when: {value: items_waiting}, above: 50, severity: warning}}
```

Good:

```yaml
services:
  cart:
    team: web
    scrape: ["cart:8000"]
    metrics: {items_waiting: gauge}
    alerts: {ManyItems: {when: {value: items_waiting, above: 50}, severity: warning}}
```
"""
