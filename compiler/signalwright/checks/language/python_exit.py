"""A Python spec ends the program.

What it has said so far may be a half. An error says what is wrong, and at which line.

Bad:

```python
sys.exit()
```

Good:

```python
raise ValueError("the list of teams is empty")
```
"""
