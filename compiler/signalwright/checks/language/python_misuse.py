"""Something of `signalwright.spec` is used in a way that means nothing.

A condition is looked at by a server later on, so `if`, `and`, `or` and `not` can't ask it now; a file makes one `Stack`
or `Part`; and a short form reads the metrics of one service.

Bad:

```python
api.alert("Full", when=queue.value() > 10 and lag.value() > 5)
```

Good:

```python
api.alert("Full", when=(queue.value() > 10) & (lag.value() > 5))
```
"""
