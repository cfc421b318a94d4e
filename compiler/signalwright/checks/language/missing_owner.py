"""Nobody owns a service or an alert of the whole stack.

Each alert has a team that is told; what nobody owns, nobody mends.

Bad:

```yaml
services:
  cart: {scrape: ["cart:8000"]}
```

Good:

```yaml
services:
  cart: {team: web, scrape: ["cart:8000"]}
```
"""
