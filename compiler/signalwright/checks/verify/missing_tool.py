"""A tool that judges artifacts isn't installed, or is older than the declared version.

What nobody has judged is not verified, so this is a failure and no skip.
"""
