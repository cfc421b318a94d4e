"""A link stands where an artifact belongs.

Writing through it would change a file elsewhere.
"""
