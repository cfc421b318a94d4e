"""A finding is allowed that keeps something from being made.

A spec that can't be read, a name that nothing declares, a route without an end: whatever is said about it, there would
be nothing right to write. `docs/checks.md` says of each finding whether it can be allowed.

Bad: `allow: {language/unknown-key: we like it}`.

Good: the key as the help of the finding spells it.
"""
