"""A file that is to be checked holds no rules that can be read.

`signalwright check FILE…` reads rule files of Prometheus, PrometheusRule manifests, SLO specs of Sloth and OpenSLO, and
collections of alerts, by what stands in them and not by their names. A file of which nothing was read wasn't checked,
and that must not look like success.

Bad: a deployment is given by mistake,

```yaml
kind: Deployment
spec: {replicas: 2}
```

Good:

```yaml
groups:
  - name: queue
    rules: [{alert: QueueLong, expr: queue_depth > 5, for: 5m}]
```

In a folder, files without rules are passed over.
"""
