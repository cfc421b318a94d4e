"""A file is larger than any spec or page that people write.

A file of this size is a mistake, and reading it would only take long.

Bad: a file of 100 MB.

Good: a spec of some kilobytes; long lists belong into files of their own.
"""
