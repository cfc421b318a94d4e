"""A comment seems to allow a finding and can't be read.

It would allow nothing, and nobody would see why.

Bad: `# signalwright: ignore metrics/unused`, or `# signalwright: allow because the data team reads them`.

Good: `# signalwright: allow metrics/unused because the data team reads them`.
"""
