"""A dashboard includes the rows of a service that has none.

Nothing would come in, and whoever opens the dashboard would look for the service in vain.

Bad:

```yaml
backends: {grafana: "12"}
dashboards: {Queues: {include: [api]}}
```

Good:

```yaml
backends: {grafana: "12"}
services: {worker: {team: web, metrics: {jobs: gauge}, rows: {Jobs: [{value: jobs}]}}}
dashboards: {Queues: {include: [worker]}}
```
"""
