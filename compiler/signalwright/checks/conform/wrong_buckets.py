"""A classic histogram has other buckets than are declared.

A quantile is worked out between the bounds that there are, and an SLO reads one bucket by its bound: without it, the
SLO counts nothing at all.
"""

STRUCTURAL = False
