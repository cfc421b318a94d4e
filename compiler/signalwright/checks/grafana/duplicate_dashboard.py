"""Two dashboards have the same identity or the same title.

All of a stack's dashboards lie in one folder. As soon as two of them can't be told apart, Grafana takes no change of
any of them, and says so only in its log. Each service has a dashboard, and so has the stack.

Bad:

```yaml
backends: {grafana: "12"}
dashboards: {api: {panels: [{rate: http_requests_total}]}}
```

Good:

```yaml
backends: {grafana: "12"}
dashboards: {Requests: {panels: [{rate: http_requests_total}]}}
```
"""
