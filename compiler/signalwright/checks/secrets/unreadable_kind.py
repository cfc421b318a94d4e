"""A backend can't read a secret from where it is kept.

Prometheus and Alertmanager read secrets from files and know no environment variables.

Bad:

```yaml
secrets: {oncall: {environment: ONCALL}}
receivers: {oncall: {pagerduty: {routing_key: oncall}}}
routing: {otherwise: oncall}
```

Good:

```yaml
secrets: {oncall: {file: /run/secrets/oncall}}
receivers: {oncall: {pagerduty: {routing_key: oncall}}}
routing: {otherwise: oncall}
```
"""
