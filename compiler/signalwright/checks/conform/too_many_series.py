"""A metric, a label or a service has more series on the pages than `series` or `max` allows.

What was estimated of the memory of Prometheus is too little, and it grows on. The usual cause is a label that holds
what is different each time: an identifier, an address, a text.
"""

STRUCTURAL = False
