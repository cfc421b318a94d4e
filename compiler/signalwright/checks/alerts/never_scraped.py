"""Something depends on the scrape of a service that isn't scraped.

Whether a target is up is only known of targets that are scraped, and what is pushed is only seen when the server that
keeps it is scraped.

Bad:

```yaml
services:
  nightly:
    team: web
    alerts: {NightlyDown: {when: down, severity: critical}}
```

Good:

```yaml
services:
  nightly:
    team: web
    scrape: ["nightly:8000"]
    alerts: {NightlyDown: {when: down, severity: critical}}
```
"""
