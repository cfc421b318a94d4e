"""A Python spec fails.

The message is Python's own. When a function fails that the file calls, the place of the call is shown as well.

Bad:

```python
Part(teams={"ops": TEAM})
```

Good:

```python
TEAM = {"notify": {}}
Part(teams={"ops": TEAM})
```
"""
