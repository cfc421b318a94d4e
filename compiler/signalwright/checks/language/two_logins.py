"""Two ways to log in are given.

Only one of them can be sent.

Bad:

```yaml
signalwright: 1
stack: shop
secrets: {a: {file: /run/secrets/a}}
backends:
  prometheus:
    version: "3.15"
    remote_write:
      - {url: https://a.example.com/push, token: a, login: {user: u, password: a}}
```

Good:

```yaml
signalwright: 1
stack: shop
secrets: {a: {file: /run/secrets/a}}
backends:
  prometheus:
    version: "3.15"
    remote_write:
      - {url: https://a.example.com/push, token: a}
```
"""
