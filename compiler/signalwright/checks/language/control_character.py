r"""A character that nobody sees stands in the spec.

Control characters and those that turn the direction of text make a line read otherwise than it is.

Bad:

```yaml
teams: {ops: {}} # \x07bell
```

Good:

```yaml
teams: {ops: {}}
```
"""
