"""Templates use each other in a circle.

Each would have what the other has, and neither says where that begins.

Bad:

```yaml
templates:
  web: {use: java}
  java: {use: web}
services:
  cart: {use: web, team: web, scrape: ["cart:8000"]}
```

Good:

```yaml
templates:
  web: {use: java}
  java: {scrape: {every: 30s}}
services:
  cart: {use: web, team: web, scrape: ["cart:8000"]}
```
"""
