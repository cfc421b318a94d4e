"""A label of an alert in a file shows the value of its expression.

Labels say which alert it is. When one of them changes with the value, each evaluation makes another alert: `for` begins
anew, so that it may never fire, and what fires is resolved and sent again all the time.

Bad:

```yaml
labels: {severity: warning, depth: "{{ $value }}"}
```

Good:

```yaml
labels: {severity: warning}
annotations: {summary: "{{ $value }} jobs wait"}
```

A label that is chosen by the value, `{{ if gt $value 90.0 }}critical{{ else }}warning{{ end }}`, is passed over.
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING
