"""A tag such as `!include` or `!!str` stands in a spec.

What a tag means depends on who reads it, and the language has none.

Bad:

```yaml
teams: {ops: !team {}}
```

Good:

```yaml
teams: {ops: {}}
```
"""
