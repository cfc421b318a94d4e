"""The key `<<` stands in a spec.

It is no part of YAML 1.2: some parsers merge, others read it as a key. The language has no anchors to merge by; names
are written once and referred to.

Bad:

```yaml
teams:
  ops: &ops {}
  data: {<<: *ops}
```

Good:

```yaml
teams:
  ops: {}
  data: {}
```
"""
