"""A mail has a password and nobody who logs in with it.

Alertmanager would send without logging in.

Bad:

```yaml
secrets: {mail: {file: /run/secrets/mail}}
receivers:
  mail: {email: {to: ops@example.com, from: a@example.com, via: "smtp.example.com:587", password: mail}}
routing: {otherwise: mail}
```

Good:

```yaml
secrets: {mail: {file: /run/secrets/mail}}
receivers:
  mail: {email: {to: ops@example.com, from: a@example.com, via: "smtp.example.com:587", username: me, password: mail}}
routing: {otherwise: mail}
```
"""
