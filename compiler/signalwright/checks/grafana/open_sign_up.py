"""Everybody who reaches Grafana can give themselves an account.

A login that anybody can make keeps nobody out.

Bad:

```yaml
backends: {grafana: {version: "12", sign_up: true}}
```

Good:

```yaml
backends: {grafana: {version: "12", sign_up: false}}
```
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING
