"""A summary or a description is a template that Prometheus can't read.

Prometheus reads templates when it loads rules, and refuses the whole configuration where one is broken: an action that
isn't closed, a block without its `end`, a variable or a function that there isn't.

Bad:

```yaml
summary: "{{ $value | humanise } jobs wait"
```

Good:

```yaml
summary: "{{ $value | humanize }} jobs wait"
```
"""
