"""A real tool refuses an artifact.

The server would refuse it as well. The place is the part of the spec that it was made of: the very word where the tool
names one that the spec has once, else the whole alert, record or service. The artifact's line stands beside it.
"""
