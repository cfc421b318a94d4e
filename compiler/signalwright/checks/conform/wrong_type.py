"""A metric is exposed with another type than it is declared with.

The type decides what may be asked: the rate of a gauge is no rate, and a counter that is compared with a bound fires
once and for ever. A metric whose type a page doesn't say may be declared as a counter or a gauge, a native histogram
is shown as a classic one in text, and an `info` is a gauge whose value is 1.
"""

STRUCTURAL = False
