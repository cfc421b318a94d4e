"""A name refers to something that isn't declared.

Teams, receivers, severities, services and secrets are declared once and then named.

Bad:

```yaml
services:
  cart: {team: wbe, scrape: ["cart:8000"]}
```

Good:

```yaml
services:
  cart: {team: web, scrape: ["cart:8000"]}
```
"""

HAS_FIX = True
