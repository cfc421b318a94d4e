"""A key has nothing behind it.

`team:` with nothing behind it is a line that was not finished. To say nothing, the key is left out.

Bad:

```yaml
services:
  cart:
    team:
    scrape: ["cart:8000"]
```

Good:

```yaml
services:
  cart:
    team: web
    scrape: ["cart:8000"]
```
"""
