"""Where the stack runs: in earnest, to try a release, and on a developer's machine.

What isn't said here is the same everywhere, first of all what is measured and what is alerted about.
"""

from signalwright.spec import Part

from .routing import default, slack

STAGING = "staging.scheduler.example.com"
MAILBOX = {"via": "localhost:1025", "tls": "none"}
LOGIN = ("backends.alertmanager.mail.username", "backends.alertmanager.mail.password")
BUSY = {"HighErrorRate": {"when": {"above": {"warning": "5%", "critical": "25%"}}}, "SlowRequests": {"for": "30m"}}
BY_HAND = {"ManyFailedLogins": {"when": {"above": {"warning": 5, "critical": 10}}}}

part = Part()
part.environment("production")

# A release is tried under load: that may be slow for a while, and nobody is woken up by it.
part.environment(
    "staging",
    change={
        "backends": {
            "prometheus": {"public": f"https://metrics.{STAGING}", "keep": "15d"},
            "alertmanager": {"public": f"https://alerts.{STAGING}"},
        },
        "logs": {"keep": {"default": "7d"}},
        "links": {"dashboards": f"https://grafana.{STAGING}"},
        "receivers": {"slack": {"slack": {"channel": "#alerts-staging"}}},
        "routing": {"notify": {"critical": [slack]}},
        "services": {
            "backend": {"scrape": ["staging-backend:8000"], "alerts": BUSY},
            "pushgateway": {"scrape": ["staging-pushgateway:9091"]},
        },
    },
    remove=["receivers.pagerduty", "secrets.pagerduty"],
)

# The addresses are those of the guide. A developer tries an alert without waiting for it, finds its mail in a local
# mailbox, and needs no secret for any of that.
part.environment(
    "development",
    change={
        "backends": {
            "prometheus": {"at": "localhost:9090", "public": "http://localhost:9090", "keep": "2d"},
            "alertmanager": {"at": "localhost:9093", "public": "http://localhost:9093", "mail": MAILBOX},
            "grafana": {"at": "localhost:3000", "datasources": {"Jaeger": {"url": "http://localhost:16686"}}},
            "loki": {"at": "localhost:3100"},
        },
        "logs": {"keep": {"default": "2d"}},
        "links": {"dashboards": "http://localhost:3000"},
        "routing": {"wait": "1s", "every": "1s", "notify": {"critical": [default], "warning": [default]}},
        "services": {
            "backend": {"scrape": ["localhost:8000"], "alerts": BY_HAND},
            "pushgateway": {"scrape": ["localhost:9091"]},
        },
    },
    remove=["backends.grafana.admin", "receivers.pagerduty", "receivers.slack", "secrets", *LOGIN],
)
