"""A Python spec takes too long.

Each file has twenty seconds, of which it needs some thousandths: a loop doesn't end, or something is worked out that
could be written down.

Bad: `while True: …`.

Good: a loop over the things that the spec declares.
"""
