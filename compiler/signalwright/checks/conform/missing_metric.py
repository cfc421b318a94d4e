"""A declared metric stands on none of the pages.

An alert on it never fires, and nobody notices. Where it has labels this is a warning, because many libraries show a
series only when it has happened once; so it is for a metric of a library, whose exporter leaves out what a server
doesn't have. A name that is a slip of one on the page is always an error.
"""

STRUCTURAL = False
