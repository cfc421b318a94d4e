"""A certificate is given without its key, or the other way round.

A server can only show a certificate whose key it has.

Bad:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus:
    version: "3.15"
    remote_write:
      - {url: https://a.example.com/push, encryption: {certificate: /etc/ssl/ours.pem}}
```

Good:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus:
    version: "3.15"
    remote_write:
      - {url: https://a.example.com/push, encryption: {authority: /etc/ssl/ours.pem}}
```
"""
