"""A setting is asked for that the declared version of the backend no longer reads.

A server that meets a field it doesn't know refuses its whole configuration.
"""
