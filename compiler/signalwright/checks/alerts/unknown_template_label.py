"""A summary or a description shows a label that the alert doesn't have.

Nothing stands in its place in the message. Counters and histograms are added up to the whole service, so that their
alerts have only the labels that `by` keeps apart; gauges have those of their series, `job` and `instance` among them.
What stands in a block that asks first, `{{ with $labels.instance }}…{{ end }}`, is passed over.

Bad: nothing says which target fails,

```yaml
Failures: {when: {rate: failures_total, above: 5}, severity: warning, summary: "{{ $labels.instance }} fails"}
```

Good:

```yaml
Failures:
  when: {rate: failures_total, by: [instance], above: 5}
  severity: warning
  summary: "{{ $labels.instance }} fails"
```
"""
