"""A name is declared twice in a stack.

The files of a stack are one spec; what another file declares can be used and not be declared again.

Bad:

```yaml
teams: {web: {}}
```

Good:

```yaml
teams: {ops: {}}
```
"""
