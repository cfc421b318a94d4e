"""A setting is asked for that the declared version of the backend doesn't read yet.

A server that meets a field it doesn't know refuses its whole configuration. The help names the version that has it.

Bad:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus: {version: "2.42", remote_write: [{url: https://a.example.com/push, protocol: "2.0"}]}
```

Good:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus: {version: "3.15", remote_write: [{url: https://a.example.com/push, protocol: "2.0"}]}
```
"""
