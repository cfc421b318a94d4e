"""An environment removes something that doesn't exist.

What was to be removed is still there.

Bad:

```yaml
teams: {data: {}}
environments:
  staging: {remove: [teams.dta]}
```

Good:

```yaml
teams: {data: {}}
environments:
  staging: {remove: [teams.data]}
```
"""
