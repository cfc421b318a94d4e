"""The manifest of a stack can't be read.

It says which files are the compiler's own; without it nothing may be replaced or removed.
"""
