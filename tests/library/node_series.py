"""What makes the alerts of `node` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def disk(left: str, fstype: str = "ext4", kind: str = "bytes") -> Series:
    """Returns a file system of 1000 bytes or inodes."""
    part, whole = {
        "bytes": ("node_filesystem_avail_bytes", "node_filesystem_size_bytes"),
        "inodes": ("node_filesystem_files_free", "node_filesystem_files"),
    }[kind]
    labels = {"device": "/dev/vda", "fstype": fstype, "mountpoint": "/srv"}
    return [seen(part, left, **labels), seen(whole, "1000x120", **labels)]


def read_only(values: str, fstype: str = "ext4") -> Series:
    """Returns whether a file system is read-only."""
    return [seen("node_filesystem_readonly", values, device="/dev/vda", fstype=fstype, mountpoint="/srv")]


def memory(left: int) -> Series:
    """Returns the memory of a machine that has 100 bytes."""
    return [
        seen("node_memory_MemAvailable_bytes", f"{left}x120"),
        seen("node_memory_MemTotal_bytes", "100x120"),
    ]


def clock(*, synchronised: int, error: int) -> Series:
    """Returns what the kernel knows of its clock."""
    return [
        seen("node_timex_sync_status", f"{synchronised}x120"),
        seen("node_timex_maxerror_seconds", f"{error}x120"),
    ]


def packets(damaged: int, well: int = 1000, device: str = "eth0") -> Series:
    """Returns packets a minute."""
    return [
        seen("node_network_receive_errs_total", f"0+{damaged}x120", device=device),
        seen("node_network_receive_packets_total", f"0+{well}x120", device=device),
    ]


def unit(state: str) -> Series:
    """Returns a unit of systemd in a state."""
    return [
        seen("node_systemd_unit_state", f"{int(each == state)}x120", name="backup.service", state=each, type="simple")
        for each in ("active", "failed", "inactive")
    ]


def array(active: int) -> Series:
    """Returns an array that should have two disks."""
    return [
        seen("node_md_disks_required", "2x120", device="md0"),
        seen("node_md_disks", f"{active}x120", device="md0", state="active"),
        seen("node_md_disks", f"{2 - active}x120", device="md0", state="failed"),
        seen("node_md_disks", "1x120", device="md0", state="spare"),
    ]


def bond(active: int) -> Series:
    """Returns two interfaces that are joined."""
    return [
        seen("node_bonding_active", f"{active}x120", master="bond0"),
        seen("node_bonding_slaves", "2x120", master="bond0"),
    ]


def share(part: str, whole: str, percent: int) -> Series:
    """Returns two gauges of which one is a share of the other."""
    return [seen(part, f"{percent}x120"), seen(whole, "100x120")]


CASES: list[Case] = [
    ("NodeDown", [up(0)], True),
    ("NodeDown", [], True),
    ("NodeDown", [up()], False),
    ("NodeFilesystemAlmostFull", disk("49x120"), True),
    ("NodeFilesystemAlmostFull", disk("51x120"), False),
    ("NodeFilesystemAlmostFull", disk("0x120", "tmpfs"), False),
    ("NodeFilesystemAlmostFull", disk("0x120", "squashfs"), False),
    # 280 left and 0.1 a minute less are 136 after a day; 0.25 a minute are less than nothing.
    ("NodeFilesystemFillsUp", disk("280-0.25x120"), True),
    ("NodeFilesystemFillsUp", disk("280-0.1x120"), False),
    ("NodeFilesystemFillsUp", disk("900-1x120"), False),
    ("NodeFilesystemFillsUp", disk("400-0.3x120"), False),
    ("NodeFilesystemFillsUp", disk("280x120"), False),
    ("NodeFilesystemFillsUp", disk("280-0.25x120", "overlay"), False),
    ("NodeInodesAlmostGone", disk("49x120", kind="inodes"), True),
    ("NodeInodesAlmostGone", disk("51x120", kind="inodes"), False),
    ("NodeInodesAlmostGone", disk("49x120", "tmpfs", "inodes"), False),
    ("NodeInodesAlmostGone", [{**each, "values": "0x120"} for each in disk("0x120", "btrfs", "inodes")], False),
    ("NodeFilesystemReadOnly", read_only("0x60 1x60"), True),
    ("NodeFilesystemReadOnly", read_only("1x120"), False),
    ("NodeFilesystemReadOnly", read_only("1x60 0x60"), False),
    ("NodeFilesystemReadOnly", read_only("0x60 1x60", "squashfs"), False),
    ("NodeMemoryAlmostFull", memory(9), True),
    ("NodeMemoryAlmostFull", memory(11), False),
    ("NodeOutOfMemory", [seen("node_vmstat_oom_kill", "3x95 4x25")], True),
    ("NodeOutOfMemory", [seen("node_vmstat_oom_kill", "3x120")], False),
    ("NodeOutOfMemory", [seen("node_vmstat_oom_kill", "3x60 4x60")], False),
    ("NodeCpuSaturated", [seen("node_pressure_cpu_waiting_seconds_total", "0+50x120")], True),
    ("NodeCpuSaturated", [seen("node_pressure_cpu_waiting_seconds_total", "0+46x120")], False),
    ("NodeClockNotSynchronised", clock(synchronised=0, error=16), True),
    ("NodeClockNotSynchronised", clock(synchronised=0, error=15), False),
    ("NodeClockNotSynchronised", clock(synchronised=1, error=16), False),
    ("NodeNetworkReceiveErrors", packets(11), True),
    ("NodeNetworkReceiveErrors", packets(9), False),
    ("NodeNetworkReceiveErrors", packets(11, device="veth12ab"), False),
    ("NodeNetworkReceiveErrors", packets(11, device="lo"), False),
    ("NodeNetworkReceiveErrors", packets(0, well=0), False),
    ("NodeUnitFailed", unit("failed"), True),
    ("NodeUnitFailed", unit("active"), False),
    ("NodeServiceRestarts", [seen("node_systemd_service_restart_total", "0+0.4x120", name="web.service")], True),
    ("NodeServiceRestarts", [seen("node_systemd_service_restart_total", "0+0.1x120", name="web.service")], False),
    ("NodeTextfileUnreadable", [seen("node_textfile_scrape_error", "1x120")], True),
    ("NodeTextfileUnreadable", [seen("node_textfile_scrape_error", "0x120")], False),
    ("NodeRaidDegraded", array(1), True),
    ("NodeRaidDegraded", array(2), False),
    ("NodeBondDegraded", bond(1), True),
    ("NodeBondDegraded", bond(2), False),
    ("NodeConnectionsNearLimit", share("node_nf_conntrack_entries", "node_nf_conntrack_entries_limit", 81), True),
    ("NodeConnectionsNearLimit", share("node_nf_conntrack_entries", "node_nf_conntrack_entries_limit", 79), False),
    ("NodeConnectionsDropped", [seen("node_netstat_TcpExt_ListenOverflows", "0+61x120")], True),
    ("NodeConnectionsDropped", [seen("node_netstat_TcpExt_ListenOverflows", "0+59x120")], False),
    ("NodeFileDescriptorsNearLimit", share("node_filefd_allocated", "node_filefd_maximum", 81), True),
    ("NodeFileDescriptorsNearLimit", share("node_filefd_allocated", "node_filefd_maximum", 79), False),
    ("NodeMemoryDamaged", [seen("node_edac_uncorrectable_errors_total", "0x80 1x40", controller="0")], True),
    ("NodeMemoryDamaged", [seen("node_edac_uncorrectable_errors_total", "1x120", controller="0")], False),
    ("NodeTooHot", [seen("node_hwmon_temp_crit_alarm_celsius", "1x120", chip="cpu0", sensor="temp1")], True),
    ("NodeTooHot", [seen("node_hwmon_temp_crit_alarm_celsius", "0x120", chip="cpu0", sensor="temp1")], False),
]
