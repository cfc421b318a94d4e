"""An alias stands for nothing.

No anchor of that name stands before it. Text that begins with `*` needs quotes.

Bad:

```yaml
teams: {ops: *nothing}
```

Good:

```yaml
teams: {ops: {}}
```
"""
