"""A finding is allowed, and nobody says why.

Whoever reads it a year later can't tell whether it still holds, and nobody dares to take it out.

Bad: `allow: {metrics/unused: ""}`, or `# signalwright: allow metrics/unused`.

Good: `allow: {metrics/unused: the data team reads them}`, or
`# signalwright: allow metrics/unused because the data team reads them`.
"""
