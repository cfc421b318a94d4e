"""A key is a number, a truth value or a list.

Names are text. Without quotes YAML reads `1.10` as the number 1.1, and which name was meant is lost.

Bad:

```yaml
teams: {1: {}}
```

Good:

```yaml
teams: {team-1: {}}
```
"""
