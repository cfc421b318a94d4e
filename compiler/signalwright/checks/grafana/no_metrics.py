"""A stack has dashboards and no server that their queries could be asked of.

Every panel would be empty.

Bad:

```yaml
backends: {grafana: "12"}
```

Good:

```yaml
backends: {grafana: "12", prometheus: "3.15"}
```
"""
