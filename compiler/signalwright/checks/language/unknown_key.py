"""A key isn't one that its mapping has.

A misspelt key would be passed over, and what it says would not happen.

Bad:

```yaml
services:
  cart: {taem: web, scrape: ["cart:8000"]}
```

Good:

```yaml
services:
  cart: {team: web, scrape: ["cart:8000"]}
```
"""

HAS_FIX = True
