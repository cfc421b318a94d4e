"""A file or folder can't be read.

It doesn't exist, it is a folder where a file should be, or its mode forbids it.

Bad: a folder that is called `more.yaml`.

Good: a file of that name.
"""
