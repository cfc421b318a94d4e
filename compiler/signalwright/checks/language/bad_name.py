"""A name has letters that names can't have.

Names become labels, files, routes and rule groups, and mean the same on every system: a letter first, then letters,
digits, and single `-`, `_` or `.` between them.

Bad:

```yaml
teams: {"web shop": {}}
```

Good:

```yaml
teams: {web-shop: {}}
```
"""
