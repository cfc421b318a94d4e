"""Something of `signalwright.spec` is used in a way that means nothing.

A condition is looked at by a server later on, so `if`, `and`, `or` and `not` can't ask it now; a file makes one `Stack`
or `Part`; a short form reads the metrics of one service; a key that has no method is said by a keyword; and a metric is
read before it is compared.

Bad:

```python
api.alert("Full", when=queue.value() > 10 and lag.value() > 5)
```

Good:

```python
api.alert("Full", when=(queue.value() > 10) & (lag.value() > 5))
```
"""
