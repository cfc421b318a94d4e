"""The database, as its exporter sees it."""

from signalwright.spec import Part

part = Part()
database = part.service("main-db", team="data", scrape=["postgres-exporter:9187"])
connections = database.gauge("db_connections_active")
limit = database.gauge("db_connections_limit")

database.alert("DatabaseDown", when=database.down(), for_="1m", severity="critical")
database.alert("ManyConnections", when=connections.ratio(limit) > "90%", for_="10m", severity="warning")
