"""Who is told: PagerDuty what can't wait, Slack what can, and everything else comes by mail."""

from signalwright.spec import Part

part = Part()
for name in ("pagerduty", "slack", "smtp", "grafana-admin"):
    part.secret(name, file=f"/run/secrets/{name}")

pagerduty = part.receiver("pagerduty", pagerduty={"routing_key": "pagerduty"})
slack = part.receiver("slack", slack={"webhook": "slack", "channel": "#alerts"})
default = part.receiver("default", email={"to": "alerts@example.com"})

part.say(
    routing={
        "group_by": ["alertname", "severity"],
        "wait": "10s",
        "every": "10s",
        "repeat": "12h",
        "notify": {"critical": [pagerduty], "warning": [slack], "info": [default]},
        "otherwise": default,
    }
)
