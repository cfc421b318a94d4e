"""The spec is written in a newer version of the language than this compiler knows.

What a newer version means by a key may be something else, so nothing is guessed.

Bad:

```yaml
signalwright: 2
teams: {ops: {}}
```

Good:

```yaml
signalwright: 1
teams: {ops: {}}
```
"""
