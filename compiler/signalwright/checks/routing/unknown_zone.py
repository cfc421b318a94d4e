"""There is no time zone of this name.

Alertmanager wouldn't start.

Bad:

```yaml
routing: {quiet: [{name: night, from: "22:00", to: "06:00", zone: Europe/Berln, mutes: [info]}]}
```

Good:

```yaml
routing: {quiet: [{name: night, from: "22:00", to: "06:00", zone: Europe/Berlin, mutes: [info]}]}
```
"""

HAS_FIX = True
