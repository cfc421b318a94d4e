"""Residency Scheduler: it plans the duty of physicians in training, within the rules of their accreditation (ACGME)."""

from signalwright.spec import Stack

HERE = "scheduler.example.com"
MAIL = {"from": "alertmanager@example.com", "via": "smtp.example.com:587", "username": "alerts", "password": "smtp"}

stack = Stack(
    "residency-scheduler",
    backends={
        # 90 days: the guide leaves it open, and a review of the accreditation asks about the last quarter.
        "prometheus": {"version": "3.15", "public": f"https://metrics.{HERE}", "keep": "90d"},
        "alertmanager": {"version": "0.34", "public": f"https://alerts.{HERE}", "mail": MAIL},
        # Dashboards come as files, so nobody needs a key of Grafana's API, and its password isn't the guide's.
        "grafana": {
            "version": "12",
            "admin": {"password": "grafana-admin"},
            "datasources": {"Jaeger": {"type": "jaeger", "url": "http://jaeger:16686"}},
        },
        "loki": "3.7",
    },
    logs={"keep": {"default": "30d"}},
    links={"runbooks": f"https://runbooks.{HERE}", "dashboards": f"https://grafana.{HERE}"},
)

platform = stack.team("platform")  # keeps the application running
scheduling = stack.team("scheduling")  # answers for what is planned
