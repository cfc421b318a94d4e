"""Two artifacts have paths that some systems take for the same.

Windows and macOS don't tell upper case from lower case.
"""
