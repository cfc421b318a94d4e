"""An alert says that it is a quiet time, and that quiet time mutes it.

It fires just while nobody is told of its severity, so nobody ever hears of it.

Bad: `when: {during: maintenance}` of severity info, and

```yaml
routing: {quiet: [{name: maintenance, days: [sun], from: "02:00", to: "04:00", mutes: [info]}]}
```

Good: a severity that isn't muted, or a message before it is quiet: `when: {during: maintenance, ahead: 1h}`.
"""
