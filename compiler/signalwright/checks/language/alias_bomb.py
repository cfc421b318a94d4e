"""Aliases make the file many times larger than it is.

A few lines of aliases to aliases stand for more values than a computer can hold.

Bad: ten lines, each a list of ten aliases to the line before.

Good: what is meant, written out.
"""
