"""A native histogram is declared and native histograms are not scraped.

The metric would not exist, or only as a classic histogram.

Bad:

```yaml
signalwright: 1
stack: shop
backends: {prometheus: {version: "3.15", native_histograms: false}}
teams: {web: {}}
services:
  cart: {team: web, scrape: ["cart:8000"], metrics: {cart_seconds: native-histogram}}
```

Good:

```yaml
signalwright: 1
stack: shop
backends: {prometheus: {version: "3.15"}}
teams: {web: {}}
services:
  cart: {team: web, scrape: ["cart:8000"], metrics: {cart_seconds: native-histogram}}
```
"""
