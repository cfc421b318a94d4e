"""Lists and mappings lie deeper in each other than any spec needs.

Parsers need memory for each level, and run out of it.

Bad: 10,000 brackets in each other.

Good: no more levels than the language has.
"""
