"""Nobody owns a service or an alert of the whole stack.

Each alert has a team that is told; what nobody owns, nobody mends. Where there is one team only, it is that one.

Bad:

```yaml
teams: {ops: {}, web: {}}
services:
  cart: {scrape: ["cart:8000"]}
```

Good:

```yaml
teams: {ops: {}, web: {}}
services:
  cart: {team: web, scrape: ["cart:8000"]}
```
"""
