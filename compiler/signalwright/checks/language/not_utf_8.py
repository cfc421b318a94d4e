"""The file isn't UTF-8.

Read in another encoding, some characters would be others.

Bad: a file in Latin-1 with `é` as a single byte.

Good: the same file saved as UTF-8.
"""
