"""A secret is written into the spec.

Specs and what is made of them are committed. A secret is declared once, by the place where the server finds it, and
named.

Bad:

```yaml
receivers: {oncall: {pagerduty: {routing_key: 0123456789abcdef0123456789abcdef}}}
routing: {otherwise: oncall}
```

Good:

```yaml
secrets: {oncall: {file: /run/secrets/oncall}}
receivers: {oncall: {pagerduty: {routing_key: oncall}}}
routing: {otherwise: oncall}
```
"""
