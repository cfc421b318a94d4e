"""Two data sources have the same name, or names of the same letters and digits.

Grafana would keep the second one, and dashboards of the first would show its data, or none. The stack's own servers are
called `Prometheus`, `Loki` and `Alertmanager`.

Bad:

```yaml
backends:
  prometheus: "3.15"
  grafana: {version: "12", datasources: {prometheus: {type: prometheus, url: "http://other:9090"}}}
```

Good:

```yaml
backends:
  prometheus: "3.15"
  grafana: {version: "12", datasources: {Long-term: {type: prometheus, url: "http://other:9090"}}}
```
"""
