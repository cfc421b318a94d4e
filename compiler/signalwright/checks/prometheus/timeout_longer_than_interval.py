"""A scrape may take longer than until the next one starts.

Prometheus refuses such a configuration.

Bad:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus: {version: "3.15", scrape_every: 10s, scrape_timeout: 20s}
```

Good:

```yaml
signalwright: 1
stack: shop
backends:
  prometheus: {version: "3.15", scrape_every: 30s, scrape_timeout: 20s}
```
"""
