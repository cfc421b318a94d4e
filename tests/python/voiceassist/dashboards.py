"""What the people on call look at first."""

from signalwright.spec import Part

from .services.api_gateway import connections, durations, errors, failed_logins, health, pool, questions, requests

part = Part()
part.dashboard(
    "VoiceAssist Overview",
    description="Requests, answers from documents, logins and the database at a glance",
    audience=["ops", "admin"],
    panels=[
        requests.rate(by=["status"], title="Request rate"),
        durations.p95(title="Response time (P95)"),
        errors.panel(title="Error rate"),
        connections.value(title="Active connections"),
        questions.p95(title="RAG query duration (P95)"),
        failed_logins.panel(title="Authentication failures"),
        pool.panel(as_="gauge", width=8, title="Database connections"),
        health.value(
            title="Health checks",
            as_="state-timeline",
            states={"healthy": 1, "unhealthy": 0},
            width=16,
            height=8,
        ),
    ],
)
