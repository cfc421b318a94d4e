"""A finding is named that doesn't exist.

What was meant to be allowed, or to have another level, is told as before.

Bad: `allow: {metrics/unsued: the data team reads them}`.

Good: `allow: {metrics/unused: the data team reads them}`.
"""
