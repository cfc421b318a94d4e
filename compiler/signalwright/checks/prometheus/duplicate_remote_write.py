"""Two servers that samples are sent on to have the same name.

Prometheus refuses such a configuration.

Bad:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus:
    version: "3.15"
    remote_write:
      - {name: mimir, url: https://a.example.com/push}
      - {name: mimir, url: https://b.example.com/push}
```

Good:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus:
    version: "3.15"
    remote_write:
      - {name: mimir, url: https://a.example.com/push}
      - {name: thanos, url: https://b.example.com/push}
```
"""
