"""The journal of an interrupted run can't be read.

It says which files belong to the old set and which to the new one.
"""
