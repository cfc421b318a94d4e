"""What a project makes of findings: what is allowed with a reason, how grave the rest is, what checks are told."""

from signalwright.policy.judge import Judge
from signalwright.policy.settings import Settings, load_settings

__all__ = ["Judge", "Settings", "load_settings"]
