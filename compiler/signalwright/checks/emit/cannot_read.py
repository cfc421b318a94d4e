"""A file of the output folder can't be read.

Whether it was edited by hand is then unknown, so nothing is replaced.
"""
