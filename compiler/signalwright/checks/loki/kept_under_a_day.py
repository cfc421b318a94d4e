"""Lines are to be kept for less than a day.

Loki deletes from an index of whole days. It refuses a shorter time for a class of lines, and accepts one for all others
without keeping to it.

Bad:

```yaml
signalwright: 1
stack: shop
backends: {loki: "3.7"}
logs: {keep: {default: 12h}}
```

Good:

```yaml
signalwright: 1
stack: shop
backends: {loki: "3.7"}
logs: {keep: {default: 24h}}
```
"""
