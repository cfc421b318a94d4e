"""An alert of the whole stack names an SLO that several services have.

Nothing says whose error budget is meant.

Bad: `when: {budget: availability, below: 10%}`, and `api` and `jobs` both have an SLO `availability`.

Good: `when: {budget: availability, from: api, below: 10%}`, or `when: {budget: true, below: 10%}` for all SLOs.
"""
