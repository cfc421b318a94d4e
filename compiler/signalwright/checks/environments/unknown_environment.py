"""An environment is asked for that no stack has.

`--env` compiles just one environment; without one of that name nothing would be compiled.

Bad:

```yaml
environments: {production: {}}
```

Good:

```yaml
environments: {staging: {}}
```
"""
