"""A project changes the level of a finding that keeps something from being made.

As a warning it would let a run go on that has nothing right to write. `docs/checks.md` says of each finding whether its
level can be changed.

Bad: `policy: {levels: {language/unknown-key: warning}}`.

Good: `policy: {levels: {metrics/unused: error}}`.
"""
