"""A mail has no server or no sender.

Alertmanager refuses such a configuration. They are said with the receiver, or once for all in the backend's `mail`.

Bad:

```yaml
secrets: {mail: {file: /run/secrets/mail}}
receivers:
  mail: {email: {to: ops@example.com, from: a@example.com}}
routing: {otherwise: mail}
```

Good:

```yaml
secrets: {mail: {file: /run/secrets/mail}}
receivers:
  mail: {email: {to: ops@example.com, from: a@example.com, via: "smtp.example.com:587"}}
routing: {otherwise: mail}
```
"""
