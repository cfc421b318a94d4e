"""A Python spec says something else when it is run a second time.

`check` runs specs twice, with other hashes of texts, another time zone, locale and working folder. What differs would
differ between machines, too: the order of a set, above all.

Bad:

```python
Part(severities=list({"critical", "warning", "info", "notice"}))
```

Good:

```python
Part(severities=["critical", "warning", "info", "notice"])
```
"""
