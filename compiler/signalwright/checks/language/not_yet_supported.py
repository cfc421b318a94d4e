"""A key is part of the language, and this version makes nothing of it.

Silence would look as if it worked. The language is fixed ahead of what is lowered, so that specs stay as they are.

Bad:

```yaml
traces: {sample: 10%}
```

Good:

```yaml
teams: {ops: {}}
```
"""
