"""A counter is compared or shown as it stands, instead of how fast it counts.

The value of a counter says how much there ever was since the process started. An alert with a bound on it fires some
day for every process that lives long enough, and then until it is restarted; a panel shows a line that climbs and drops
at each deployment. `rate` and `increase` say what happened lately. The same holds for a quotient of two counters: it is
a mean since the start, and today's failures hardly move it.

A comparison with 0 isn't told for `==`: that nothing was counted yet can be asked. Metrics that are pushed, which a new
run starts again, aren't either.

Bad:

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'http_requests_total > 100'}, summary: Busy}
```

Good:

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'increase(http_requests_total[1h]) > 100'}, summary: Busy}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.sources import declaration
from signalwright.expressions.use import Finding, Role, Use, unwrapped
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.tree import Binary, Expression
from signalwright.promql.typing.facts import Branch
from signalwright.promql.typing.operators import COMPARISONS, FLIPPED

_WAY_OUT = "compare what happened lately: `rate(…[5m])` or `increase(…[1h])`"


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for a counter above a bound, a warning for other raw uses of counters."""
    if not use.is_closed:
        # Names tell too little: `_total` stands behind gauges as well.
        return
    for binary in use.binaries:
        if binary.operator in COMPARISONS:
            yield from _compared(use, binary)
        elif binary.operator == "/":
            yield from _divided(use, binary)
        elif binary.operator in ("+", "-"):
            yield from _added(use, binary)
    if use.role is Role.PANEL and not isinstance(unwrapped(use.tree), Binary):
        branch = _counter(use, use.tree)
        if branch is not None:
            source = branch.sources[0]
            yield Finding(
                use.span(use.tree),
                f"`{source.name}` is a counter: the panel shows a line that climbs until the next restart",
                "show what happened lately: `rate(…[5m])` or `increase(…[1h])`",
                Level.WARNING,
                declared=declaration(source),
            )


def _counter(use: Use, part: Expression) -> Branch | None:
    """Returns what is known of a part that is the raw value of counters that are scraped, or None."""
    branch = use.of(part).only
    if branch is None or branch.is_rated or branch.type is not SeriesType.COUNTER or not branch.sources:
        return None
    # What is pushed has no target of its own, and each run of a job starts its counters anew.
    return None if any("instance" in each.maybe for each in branch.sources) else branch


def _compared(use: Use, binary: Binary) -> Iterator[Finding]:
    left, right = use.of(binary.left), use.of(binary.right)
    if right.number is not None:
        part, operator, bound = binary.left, str(binary.operator), right.number
    elif left.number is not None:
        part, operator, bound = binary.right, FLIPPED[binary.operator], left.number
    else:
        return
    if bound < 0 or (bound == 0 and operator in ("==", ">=", "<", "<=")):
        return
    branch = _counter(use, part)
    if branch is None or isinstance(unwrapped(part), Binary):
        return
    source = branch.sources[0]
    climbs = operator in (">", ">=", "!=")
    certain = use.is_of_stack and use.role is Role.ALERT and not binary.bool_
    what = "becomes true once and stays so until a restart" if climbs else "is true after each restart, then never"
    yield Finding(
        use.span(binary),
        f"`{source.name}` is a counter, which only grows: `{use.shown(binary)}` {what}",
        _WAY_OUT,
        Level.ERROR if certain and climbs and bound > 0 else Level.WARNING,
        declared=declaration(source),
    )


def _divided(use: Use, binary: Binary) -> Iterator[Finding]:
    ours = _counter(use, binary.left)
    if ours is None or _counter(use, binary.right) is None:
        return
    yield Finding(
        use.span(binary),
        "both sides are counters: the quotient is a mean since the processes started, and hardly moves",
        "divide what happened lately: `rate(…[5m]) / rate(…[5m])`",
        Level.WARNING,
        declared=declaration(ours.sources[0]),
    )


def _added(use: Use, binary: Binary) -> Iterator[Finding]:
    """Yields a warning for a counter that is added to a rate of counters, which is small beside it."""
    for part, other in ((binary.left, binary.right), (binary.right, binary.left)):
        ours, theirs = _counter(use, part), use.of(other).only
        if ours is None or theirs is None or not theirs.is_rated or theirs.type is not SeriesType.GAUGE:
            continue
        yield Finding(
            use.span(part),
            f"`{ours.sources[0].name}` is a counter as it stands, and the other side of `{binary.operator}` a rate",
            "take its rate as well",
            Level.WARNING,
            secondary=((use.span(other), "the rate"),),
            declared=declaration(ours.sources[0]),
        )
