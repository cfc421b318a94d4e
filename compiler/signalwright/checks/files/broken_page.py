"""A file that `--metrics` names is no metrics page.

What a target answers at `/metrics` is read, in the text format of Prometheus or in OpenMetrics. With a page that can't
be read every metric in it would count as missing.

Bad: the answer of another path,

```text
<html><body>See /metrics</body></html>
```

Good:

```text
# TYPE queue_depth gauge
queue_depth 3
```
"""
