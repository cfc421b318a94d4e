"""The nightly backup of the database, which pushes what it knows and is gone."""

from signalwright.spec import Part

part = Part()
pushgateway = part.service("pushgateway", scrape=["pushgateway:9091"])
backup = part.service("backup", push={"via": pushgateway, "every": "1d"})
last = backup.gauge("backup_last_success_timestamp_seconds", help="When the last backup was read back without an error")

# A backup that was never made has no series; that fires as well. The wait bridges a restart of the Pushgateway.
backup.alert(
    "NoRecentBackup",
    when=last.age() > "24h",
    for_="15m",
    severity="critical",
    group="voiceassist_data_integrity",
    labels={"compliance": "hipaa"},
    summary="{{ if gt $value 1.0 }}The last good backup is {{ $value | humanizeDuration }} old "
    "{{- else }}No backup is known{{ end }}",
)
