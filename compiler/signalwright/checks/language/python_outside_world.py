"""A Python spec asks for something that differs between runs and machines.

The same spec makes the same files, today, tomorrow and on every machine. So the clock, random numbers, the environment,
the network, other programs, threads, files outside of the project, and writing files are refused, also where the spec
catches the error. This guards against accidents; it is no sandbox for specs that one doesn't trust.

Bad:

```python
Part(teams={os.environ["TEAM"]: {}})
```

Good:

```python
Part(teams={"ops": {}})
```
"""
