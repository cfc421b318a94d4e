"""A key is there twice in the same mapping.

YAML parsers keep one of both, and not all of them the same.

Bad:

```yaml
teams:
  ops: {}
  ops: {notify: {critical: [relay]}}
```

Good:

```yaml
teams:
  ops: {notify: {critical: [relay]}}
```
"""
