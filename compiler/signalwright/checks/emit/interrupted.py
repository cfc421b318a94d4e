"""A run was interrupted and could not be finished or taken back.

The folder holds files of two sets.
"""
