"""A declarative observability-as-code compiler: one spec, everything that the observability servers read."""

__version__ = "0.1.0"
