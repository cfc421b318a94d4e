"""The database: a library declares what its exporter measures, with alerts and a row of panels."""

from signalwright.spec import Part

part = Part()
part.service("main-db", team="data", use="postgres", scrape=["postgres-exporter:9187"])
