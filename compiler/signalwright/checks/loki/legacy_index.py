"""The declared Loki keeps its index in BoltDB.

So did Loki 2. It gets what that server reads: BoltDB shipper with schema 11, and retention by the compactor. What came
with TSDB and schema 13 it doesn't get: structured metadata, OTLP, quick queries over long times.

Bad:

```yaml
signalwright: 1
stack: shop
backends: {loki: "2.9"}
logs: {keep: {default: 30d}}
```

Good:

```yaml
signalwright: 1
stack: shop
backends: {loki: "3.7"}
logs: {keep: {default: 30d}}
```
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING
