"""A real tool refuses an artifact.

The server would refuse it as well. The place is the spec's line that it was made of.
"""
