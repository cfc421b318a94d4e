"""A project tells a check something that the check can't be told.

A check takes options when its module has a class `Options`.

Bad: `policy: {checks: {metrics/unused: {except: [queue_depth]}}}`.

Good: `allow: {metrics/unused: the data team reads it}` where the metric is declared.
"""
