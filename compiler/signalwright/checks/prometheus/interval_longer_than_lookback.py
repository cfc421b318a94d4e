"""Samples are so far apart that queries find none between them.

A query takes the last sample of the lookback time, 5 minutes by default. Series that are sampled less often come and
go.

Bad:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus: {version: "3.15", scrape_every: 10m}
```

Good:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus: {version: "3.15", scrape_every: 1m}
```
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING
