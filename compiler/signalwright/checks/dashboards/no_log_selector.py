"""A panel searches logs without saying which streams.

LogQL names streams by their labels, in braces; without them Loki answers with an error.

Bad:

```yaml
backends: {grafana: "12", loki: "3.7"}
dashboards: {Errors: {panels: [{logs: error}]}}
```

Good:

```yaml
backends: {grafana: "12", loki: "3.7"}
dashboards: {Errors: {panels: [{logs: '{service="api"} |= "error"'}]}}
```
"""
