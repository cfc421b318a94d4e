"""Makes panels of what a stack has: metrics, alerts and SLOs; and the dashboards that nobody has to ask for."""
