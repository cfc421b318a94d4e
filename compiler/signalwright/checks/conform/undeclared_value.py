"""A label has a value on a page that its declaration rules out: it isn't listed, or doesn't match the pattern.

Checks rely on the list: an expression on that value would be called a mistake, and an alert that names all values of
the list misses it.
"""

STRUCTURAL = False
