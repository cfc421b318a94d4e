r"""A text is composed of other characters than the same text elsewhere would be.

`é` can be one character or two that look the same. Names are compared character by character, so specs are in the
normal form NFC.

Bad:

```yaml
teams: {ops: {}} # fine
alerts:
  QueueLong: {team: web, severity: info, when: {value: queue_depth, above: 5}, summary: cafe\u0301 full}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: info, when: {value: queue_depth, above: 5}, summary: caf\xe9 full}
```
"""
