"""Two dashboards have the same identity or the same title.

All of a stack's dashboards lie in one folder. As soon as two of them can't be told apart, Grafana takes no change of any
of them, and says so only in its log.

Bad: dashboards called `Checkout` and `checkout`.

Good: `Checkout` and `Checkout by country`.
"""
