"""A file holds a second document behind `---`.

Only the first would be read.

Bad:

```yaml
teams: {ops: {}}
---
teams: {data: {}}
```

Good:

```yaml
teams: {ops: {}, data: {}}
```
"""
