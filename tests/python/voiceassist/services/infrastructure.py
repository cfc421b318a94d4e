"""What the gateway stands on, seen by exporters."""

from signalwright.spec import Part, not_like

part = Part()
postgres = part.service("postgres", use="postgres", scrape=["postgres-exporter:9187"], without=["PostgresDown"])
# Without its exporter nobody knows how the database is, so a missing `pg_up` counts as down.
postgres.alert(
    "DatabaseDown",
    when=postgres.metric("pg_up").value(missing="fires") < 1,
    for_="1m",
    severity="critical",
    group="voiceassist_critical",
    summary="PostgreSQL doesn't answer its exporter{{ with $labels.instance }} {{ . }}{{ end }}",
)

redis = part.service("redis", use="redis", scrape=["redis-exporter:9121"])

hosts = part.service(
    "hosts",
    use="node",
    scrape={"dns": ["tasks.node-exporter:9100"]},
    without=["NodeMemoryAlmostFull", "NodeFilesystemAlmostFull"],
)
hosts.alert(
    "HighMemoryUsage",
    when=hosts.metric("node_memory_MemAvailable_bytes").ratio(hosts.metric("node_memory_MemTotal_bytes")) < "10%",
    severity="critical",
    group="voiceassist_critical",
    summary="Only {{ $value | humanizePercentage }} of the memory of {{ $labels.instance }} is left",
)

# File systems in memory and read-only images are always full, or never.
free, size = (
    hosts.metric(f"node_filesystem_{each}_bytes").where("fstype", not_like("tmpfs|overlay|squashfs|ramfs"))
    for each in ("avail", "size")
)
hosts.alert(
    "LowDiskSpace",
    when=free.ratio(size) < "10%",
    severity="critical",
    group="voiceassist_critical",
    summary="Only {{ $value | humanizePercentage }} of {{ $labels.mountpoint }} on {{ $labels.instance }} is left",
)
