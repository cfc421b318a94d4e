"""A stack has dashboards and no server that their queries could be asked of.

Every panel would be empty.

Bad:

```yaml
signalwright: 1
stack: shop
backends: {grafana: "12"}
teams: {web: {}}
services: {api: {team: web, scrape: ["api:8000"], metrics: {queue_depth: gauge}}}
```

Good:

```yaml
signalwright: 1
stack: shop
backends: {grafana: "12", prometheus: "3.15"}
teams: {web: {}}
services: {api: {team: web, scrape: ["api:8000"], metrics: {queue_depth: gauge}}}
```
"""
