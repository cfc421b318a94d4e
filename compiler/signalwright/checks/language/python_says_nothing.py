"""A Python file makes no `Stack` and no `Part`, and no other file imports it.

It was meant to say something, or is no longer needed.

Bad:

```python
teams = {"ops": {}}
```

Good:

```python
part = Part(teams={"ops": {}})
```
"""
