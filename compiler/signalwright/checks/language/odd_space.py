r"""A space stands in the spec that YAML takes for a letter.

A no-break space, often from a copied page, looks like a space and is read as part of the key or the value.

Bad:

```yaml
services:
  cart:
    team: web\xa0
```

Good:

```yaml
services:
  cart:
    team: web
```
"""
