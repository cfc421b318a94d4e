"""A Python spec has ended the process that runs it.

A library has crashed, or the process was killed. The specs of other stacks are read in another process.

Bad: a spec that calls a library through `ctypes`, or fills the memory.

Good: a spec that only says what there is.
"""
