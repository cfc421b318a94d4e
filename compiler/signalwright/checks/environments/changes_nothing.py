"""An environment changes something that doesn't exist.

Most often a name is misspelt; merged silently, the change would create a thing of its own.

Bad:

```yaml
teams: {data: {}}
environments:
  staging: {change: {teams: {wbe: {notify: {critical: [relay]}}}}}
```

Good:

```yaml
teams: {data: {}}
environments:
  staging: {change: {teams: {web: {notify: {critical: [relay]}}}}}
```
"""

HAS_FIX = True
