"""The file is no YAML.

Where the parser stops it says what it expected; the mistake may stand a little above.

Bad:

```yaml
teams: {ops: {}
```

Good:

```yaml
teams: {ops: {}}
```
"""
