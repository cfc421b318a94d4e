"""A condition follows a quiet time in a zone whose clocks change.

Alertmanager knows zones; PromQL knows UTC alone. Where clocks are changed twice a year, the same quiet time is an hour
earlier or later in UTC, and an alert that follows it would be wrong for half of the year.

Bad: `when: {during: nights}`, and

```yaml
routing: {quiet: [{name: nights, from: "22:00", to: "06:00", zone: Europe/Berlin, mutes: [info]}]}
```

Good: the same in UTC, or in a zone whose clocks never change:

```yaml
routing: {quiet: [{name: nights, from: "21:00", to: "05:00", zone: UTC, mutes: [info]}]}
```
"""
