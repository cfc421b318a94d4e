"""A file that ends with `.py` is no Python.

The message is that of the Python which runs the compiler; the mistake may stand a little above.

Bad:

```python
Part(teams={"ops": {})
```

Good:

```python
Part(teams={"ops": {}})
```
"""
