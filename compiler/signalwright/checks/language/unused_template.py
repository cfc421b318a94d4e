"""No service uses a template.

What it says has no effect, and mistakes in it aren't found. Mostly a service was meant to use it.

Bad:

```yaml
templates:
  worker: {scrape: {every: 30s}}
services:
  cart: {team: web, scrape: ["cart:8000"]}
```

Good:

```yaml
templates:
  worker: {scrape: {every: 30s}}
services:
  cart: {use: worker, team: web, scrape: ["cart:8000"]}
```
"""

from signalwright.diagnostics.diagnostic import Level

LEVEL = Level.WARNING
