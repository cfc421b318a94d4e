"""A declarative observability-as-code compiler: one spec of services, metrics, SLOs and alerts, everything that servers read."""

__version__ = "0.1.0"
