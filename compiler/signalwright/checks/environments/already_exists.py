"""An environment adds something that exists already.

What exists is changed and what doesn't is added, so that a reader of `add` knows that it is there only here.

Bad:

```yaml
teams: {data: {}}
environments:
  staging: {add: {teams: {web: {notify: {critical: [relay]}}}}}
```

Good:

```yaml
teams: {data: {}}
environments:
  staging: {add: {teams: {ops: {}}}}
```
"""
