"""PostgreSQL, seen by its exporter."""

from signalwright.spec import Part

part = Part()
postgres = part.service("postgres", team="platform", scrape=["postgres-exporter:9187"])
up = postgres.gauge("pg_up", help="1 while the exporter can log in to the database")

# Without its exporter nobody knows how the database is, so a missing `pg_up` counts as down.
postgres.alert(
    "DatabaseDown",
    when=up.value(missing="fires") < 1,
    for_="1m",
    severity="critical",
    group="voiceassist_critical",
    summary="PostgreSQL doesn't answer its exporter{{ with $labels.instance }} {{ . }}{{ end }}",
    runbook="database-down.md",
)
