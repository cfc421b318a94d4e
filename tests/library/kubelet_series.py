"""What makes the alerts of `kubelet` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]
CLAIM = {"namespace": "shop", "persistentvolumeclaim": "data-0"}
_DAY = 24 * 60 * 60


def space(available: str) -> Series:
    """Returns a volume of 1000 with so much left."""
    return [
        seen("kubelet_volume_stats_available_bytes", available, **CLAIM),
        seen("kubelet_volume_stats_capacity_bytes", "1000x120", **CLAIM),
    ]


def files(free: int, total: int = 1000) -> Series:
    """Returns a volume with room for so many files."""
    return [
        seen("kubelet_volume_stats_inodes_free", f"{free}x120", **CLAIM),
        seen("kubelet_volume_stats_inodes", f"{total}x120", **CLAIM),
    ]


def runtime(failed: int, asked: int) -> Series:
    """Returns what the runtime was asked for a minute."""
    return [
        seen("kubelet_runtime_operations_errors_total", f"0+{failed}x120", operation_type="pull_image"),
        seen("kubelet_runtime_operations_total", f"0+{asked}x120", operation_type="pull_image"),
    ]


def certificate(seconds: float) -> Series:
    """Returns how long a certificate is good."""
    return [seen("kubelet_certificate_manager_client_ttl_seconds", f"{seconds:.0f}x120")]


def renewing(values: str) -> Series:
    """Returns attempts to renew a certificate that failed."""
    return [seen("kubelet_certificate_manager_client_expiration_renew_errors", values)]


CASES: list[Case] = [
    ("KubeletDown", [up(0)], True),
    ("KubeletDown", [], True),
    ("KubeletDown", [up()], False),
    ("KubeletVolumeAlmostFull", space("99x120"), True),
    ("KubeletVolumeAlmostFull", space("29x120"), True),
    ("KubeletVolumeAlmostFull", space("101x120"), False),
    ("KubeletVolumeFills", space("270-0.1x120"), True),
    ("KubeletVolumeFills", space("270-0.02x120"), False),
    ("KubeletVolumeFills", space("900-0.5x120"), False),
    ("KubeletVolumeFilesAlmostGone", files(49), True),
    ("KubeletVolumeFilesAlmostGone", files(51), False),
    ("KubeletVolumeFilesAlmostGone", files(0, 0), False),
    ("KubeletStuck", [seen("kubelet_pleg_last_seen_seconds", f"{95 * 60}x120")], True),
    ("KubeletStuck", [seen("kubelet_pleg_last_seen_seconds", f"{97.5 * 60:.0f}x120")], False),
    ("KubeletStuck", [], False),
    ("KubeletRuntimeErrors", runtime(3, 14), True),
    ("KubeletRuntimeErrors", runtime(3, 16), False),
    ("KubeletRuntimeErrors", runtime(1, 1), False),
    ("KubeletRuntimeErrors", runtime(0, 0), False),
    ("KubeletEvictsPods", [seen("kubelet_evictions", "0x90 1x30", eviction_signal="memory.available")], True),
    ("KubeletEvictsPods", [seen("kubelet_evictions", "4x120", eviction_signal="memory.available")], False),
    ("KubeletCertificateEnds", certificate(6.9 * _DAY), True),
    ("KubeletCertificateEnds", certificate(0.9 * _DAY), True),
    ("KubeletCertificateEnds", certificate(7.1 * _DAY), False),
    (
        "KubeletCertificateEnds",
        [seen("kubelet_certificate_manager_client_ttl_seconds", " ".join(["Inf"] * 120))],
        False,
    ),
    ("KubeletCertificateNotRenewed", renewing("0+0.25x120"), True),
    ("KubeletCertificateNotRenewed", renewing("3x120"), False),
]
