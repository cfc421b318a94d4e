"""A panel is to be drawn in a way that can't show what it holds, or that nobody has.

A gauge has one hand, a text has no axis: of several values the reader would see one, or none. A drawing of an extension
that isn't installed shows nothing at all.

Bad:

```yaml
backends: {grafana: "12"}
dashboards: {Speed: {panels: [{latency: http_request_duration_seconds, as: gauge}]}}
```

Good:

```yaml
backends: {grafana: "12"}
dashboards: {Speed: {panels: [{latency: http_request_duration_seconds}, {value: queue_depth, as: gauge}]}}
```
"""
