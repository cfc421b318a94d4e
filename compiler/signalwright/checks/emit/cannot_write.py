"""The output folder can't be written.

The disk is full, or the folder's mode forbids it. What was there before is still whole.
"""
