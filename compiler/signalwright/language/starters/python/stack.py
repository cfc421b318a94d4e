"""A web service that answers requests, and the database that it asks."""

from signalwright.spec import Stack

stack = Stack(
    "shop",
    backends={
        "prometheus": {"version": "3.15", "at": "prometheus:9090"},
        "alertmanager": {"version": "0.34", "at": "alertmanager:9093"},
        "grafana": "12",
    },
    links={"runbooks": "https://runbooks.example.com", "dashboards": "https://grafana.example.com"},
)
