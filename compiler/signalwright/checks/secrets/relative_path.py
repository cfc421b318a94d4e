"""The file of a secret is named by a relative path.

The server resolves it from wherever its configuration happens to lie.

Bad:

```yaml
secrets: {oncall: {file: secrets/oncall}}
```

Good:

```yaml
secrets: {oncall: {file: /run/secrets/oncall}}
```
"""
