"""Grafana shows its dashboards to everybody who reaches it.

Names of services, customers and machines stand in dashboards, and whoever sees one can ask its data sources anything.

Bad:

```yaml
backends: {grafana: {version: "12", anonymous: true}}
```

Good:

```yaml
backends: {grafana: {version: "12", anonymous: false}}
```
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING
