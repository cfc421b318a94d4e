"""The file holds a list or a single value.

A spec is a mapping of keys at its top.

Bad:

```yaml
- teams
```

Good:

```yaml
teams: {ops: {}}
```
"""
