"""An alias stands within what it stands for.

A value can't hold itself.

Bad:

```yaml
teams: &all {ops: *all}
```

Good:

```yaml
teams: {ops: {}}
```
"""
