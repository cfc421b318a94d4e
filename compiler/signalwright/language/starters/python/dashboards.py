"""What people want to see beside the dashboards that each service, all SLOs and the whole stack get by themselves."""

from signalwright.spec import Part

from .services.api import availability, durations, errors, requests

part = Part()
part.dashboard(
    "Shop",
    panels=[
        requests.rate(by=["status"]),
        errors.panel(),
        durations.latency(),
        availability.panel(as_="stat"),
    ],
)
