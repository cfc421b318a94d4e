"""The three dashboards of the guide. Each service has one of its own beside them, with everything that it measures."""

from signalwright.spec import Part

from .services import backend, planner

part = Part()
part.dashboard(
    "Overview",
    description="System health and performance",
    panels=[
        backend.requests.rate(title="Request rate"),
        backend.durations.p95(title="Response time (p95)"),
        backend.errors.panel(title="Error rate"),
        backend.users.value(title="Active users"),
        backend.connections.value(title="Database connections"),
        backend.lookups.where("result", "hit").ratio(backend.lookups, title="Cache hit rate"),
    ],
)
part.dashboard(
    "Compliance",
    description="ACGME violations and overrides",
    period="7d",
    panels=[
        planner.violations.growth(over="1d", title="ACGME violations (24h)", as_="stat"),
        planner.violations.growth(over="1d", by=["rule"], title="Violations by type"),
        backend.overrides.growth(over="1d", by=["reason"], title="Schedule overrides"),
        planner.score.value(title="Compliance score", as_="gauge"),
    ],
)
part.dashboard(
    "Security",
    description="Authentication and security events",
    panels=[
        backend.failed_logins.growth(over="5m", by=["reason"], title="Failed authentication attempts"),
        backend.limited.growth(over="10m", by=["endpoint"], title="Rate limit violations"),
        backend.suspicious.growth(over="10m", by=["kind"], title="Suspicious activity events"),
    ],
)
