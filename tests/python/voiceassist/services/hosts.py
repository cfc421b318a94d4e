"""The machines under everything else, seen by node_exporter."""

from signalwright.spec import Part, not_like

part = Part()
hosts = part.service("hosts", team="platform", scrape={"dns": ["tasks.node-exporter:9100"]})

memory = hosts.gauge("node_memory_MemTotal_bytes", help="Memory that the kernel manages")
available = hosts.gauge("node_memory_MemAvailable_bytes", help="Memory that programs can still get, caches included")
size = hosts.gauge(
    "node_filesystem_size_bytes",
    labels={"device": {"max": 30}, "mountpoint": {"max": 30}, "fstype": {"max": 10}},
    help="Size of a file system",
)
free = hosts.gauge(
    "node_filesystem_avail_bytes",
    labels={"device": {"max": 30}, "mountpoint": {"max": 30}, "fstype": {"max": 10}},
    help="Space that programs without root's rights can still use",
)

hosts.alert(
    "HighMemoryUsage",
    when=available.ratio(memory) < "10%",
    for_="5m",
    severity="critical",
    group="voiceassist_critical",
    summary="Only {{ $value | humanizePercentage }} of the memory of {{ $labels.instance }} is left",
    runbook="high-memory-usage.md",
)

# File systems in memory and read-only images are always full, or never.
disks = not_like("tmpfs|overlay|squashfs|ramfs")
hosts.alert(
    "LowDiskSpace",
    when=free.where("fstype", disks).ratio(size.where("fstype", disks)) < "10%",
    for_="5m",
    severity="critical",
    group="voiceassist_critical",
    summary="Only {{ $value | humanizePercentage }} of {{ $labels.mountpoint }} on {{ $labels.instance }} is left",
    runbook="low-disk-space.md",
)
