"""What makes the alerts of `blackbox` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

_DAY = 24 * 60 * 60
_AT = 100 * 60  # when the alerts are judged


def certificate(days: float) -> list[dict[str, str]]:
    """Returns a certificate that ends in so many days, seen when the alerts are judged."""
    return [seen("probe_ssl_earliest_cert_expiry", f"{_AT + days * _DAY:.0f}x120")]


CASES: list[Case] = [
    ("BlackboxDown", [up(0)], True),
    ("BlackboxDown", [], True),
    ("BlackboxDown", [up()], False),
    ("BlackboxProbeFailed", [seen("probe_success", "0x120")], True),
    ("BlackboxProbeFailed", [seen("probe_success", "1x96 0x20")], False),
    ("BlackboxProbeFailed", [seen("probe_success", "1x120")], False),
    ("BlackboxProbeSlow", [seen("probe_duration_seconds", "5.1x120")], True),
    ("BlackboxProbeSlow", [seen("probe_duration_seconds", "4.9x120")], False),
    ("BlackboxCertificateEnds", certificate(13.9), True),
    ("BlackboxCertificateEnds", certificate(2), True),
    ("BlackboxCertificateEnds", certificate(-1), True),
    ("BlackboxCertificateEnds", certificate(14.1), False),
    ("BlackboxCertificateEnds", [], False),
    ("BlackboxModuleUnknown", [seen("blackbox_module_unknown_total", "0x90 1x20")], True),
    ("BlackboxModuleUnknown", [seen("blackbox_module_unknown_total", "7x120")], False),
    ("BlackboxConfigurationRefused", [seen("blackbox_exporter_config_last_reload_successful", "0x120")], True),
    ("BlackboxConfigurationRefused", [seen("blackbox_exporter_config_last_reload_successful", "1x120")], False),
]
