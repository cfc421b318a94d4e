"""Dashboards: rows of panels, each with its queries, units and thresholds; where things stand is for the backend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from signalwright.diagnostics.span import Origin
from signalwright.ir.rules import Query
from signalwright.ir.values import Duration
from signalwright.promql.tree import Selector
from signalwright.records import record


class Level(StrEnum):
    """How bad a value is; a backend has a colour for each."""

    FINE = "fine"
    WARNING = "warning"
    CRITICAL = "critical"
    UNKNOWN = "unknown"


@record(kw_only=True)
class Step:
    """From where on values have a level.

    Attributes:
        value: The first value of the step in the panel's unit, or None for everything below the next step.
        level: How bad these values are.
    """

    value: Decimal | None
    level: Level


@record(kw_only=True)
class ValueText:
    """A value that is shown as a word: 1 as `up`.

    Attributes:
        value: The value.
        text: The word.
        level: How bad it is.
    """

    value: Decimal
    text: str
    level: Level


@record(kw_only=True)
class PanelLink:
    """Where a reader goes on.

    Attributes:
        title: What stands there.
        url: The URL; a path that starts with `/` is one of Grafana itself. It may hold Grafana's variables.
    """

    title: str
    url: str


@record(kw_only=True)
class Measure:
    """A PromQL query of a panel.

    Attributes:
        query: The expression; `$__rate_interval`, `$job` and `$instance` may stand in it.
        legend: What each series is called, with `{{label}}` for the value of a label; the title of the column in a
            table.
        instant: Whether only the last moment is asked for, as tables and single values want it.
        exemplars: Whether exemplars are shown.
        unit: The unit of its values where that isn't the panel's, or None; for columns of tables.
        decimals: How many digits stand behind the point where that isn't the panel's, or None; for columns of tables.
        steps: Its levels where those aren't the panel's; for columns of tables.
    """

    query: Query
    legend: str
    instant: bool = False
    exemplars: bool = False
    unit: str | None = None
    decimals: int | None = None
    steps: tuple[Step, ...] = ()


@record(kw_only=True)
class LogSearch:
    """A LogQL query of a panel.

    Attributes:
        text: The query.
    """

    text: str


@record(kw_only=True)
class LabelColumn:
    """A column of a table that shows a label.

    Attributes:
        label: The label's name.
        title: What stands above it.
        link: Where its cells lead, or None; `${__value.text}` in its URL is the label's value.
    """

    label: str
    title: str
    link: PanelLink | None = None


@record(kw_only=True)
class Panel:
    """One picture of a dashboard.

    Attributes:
        key: What the panel shows, unique in its dashboard; its identity there, whatever else of it changes.
        title: What stands above it.
        description: What it shows, when that is bad and what to do then; Markdown.
        drawing: How it is drawn: the name of a drawing of the backend, such as `timeseries`.
        measures: Its PromQL queries.
        searches: Its LogQL queries.
        unit: The unit of its values as metrics declare it (`seconds`, `bytes`, `ratio`), with `/second` behind it for
            rates; `date` for a Unix time in seconds; None when it has none or it isn't known.
        decimals: How many digits stand behind the point, or None to leave that to the backend.
        steps: From where on its values are how bad, ascending; empty when nothing says so.
        values: Values that are shown as words.
        minimum: The lowest value of its scale, or None.
        maximum: The highest value of its scale, or None.
        stacked: Whether series are drawn on top of each other.
        columns: The columns of a table that show labels, in order; all other labels are hidden.
        firing: The labels that alerts of an alert list have; empty for all alerts of the stack.
        text: The Markdown text of a panel that is only that, or None.
        no_value: What is shown when there is nothing to show.
        period: How far back it looks, whatever the dashboard does; None to look back as far as that.
        links: Where a reader goes on.
        width: In 24ths of the page, 1 to 24.
        height: In rows of the backend's grid, at least 1.
        origin: The part of the spec that the panel comes from.
    """

    key: str
    title: str
    description: str
    drawing: str
    measures: tuple[Measure, ...] = ()
    searches: tuple[LogSearch, ...] = ()
    unit: str | None = None
    decimals: int | None = None
    steps: tuple[Step, ...] = ()
    values: tuple[ValueText, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    stacked: bool = False
    columns: tuple[LabelColumn, ...] = ()
    firing: Mapping[str, str] | None = None
    text: str | None = None
    no_value: str = "No data"
    period: Duration | None = None
    links: tuple[PanelLink, ...] = ()
    width: int
    height: int
    origin: Origin


@record(kw_only=True)
class PanelRow:
    """Panels that belong together.

    Attributes:
        key: What the row is about, unique in its dashboard.
        title: What stands above it, or None for panels at the top that need no heading.
        collapsed: Whether its panels are shown only when a reader opens the row.
        panels: The panels in reading order.
        origin: The part of the spec that the row comes from.
    """

    key: str
    title: str | None
    collapsed: bool
    panels: tuple[Panel, ...]
    origin: Origin


@record(kw_only=True)
class Variable:
    """A choice that readers make at the top of a dashboard: the values of a label.

    Attributes:
        name: The name by which queries refer to it, `$name`.
        title: What stands beside it.
        label: The label whose values can be chosen, of which several can be.
        selector: The series that have these values; may refer to variables before it.
        chosen: The values that are chosen at first; empty for all of them, with no matter which ones come later.
    """

    name: str
    title: str
    label: str
    selector: Selector
    chosen: tuple[str, ...] = ()


@record(kw_only=True)
class Annotation:
    """Moments that are marked in every panel over time.

    Attributes:
        name: What the moments are.
        query: A series exists at each moment.
        title: What is shown at a moment, with `{{label}}` for the value of a label.
        text: More words, likewise.
        labels: The labels whose values are shown beside, where the series has them.
        level: How bad the moments are.
        shown: Whether they are marked before a reader asks for it.
    """

    name: str
    query: Query
    title: str
    text: str
    labels: tuple[str, ...] = ()
    level: Level
    shown: bool


@record(kw_only=True)
class Dashboard:
    """A dashboard.

    Attributes:
        uid: Its identity in Grafana and the end of its URL: at most 40 characters of `[a-z0-9-]`.
        file: The path of its file without ending, below the folder of dashboards: `services/api`.
        title: Its title.
        description: One line for lists of dashboards.
        tags: Words by which dashboards are found, ordered.
        period: How far back it looks at first.
        refresh: How often it is drawn anew.
        variables: What readers choose, in order.
        annotations: What is marked in panels over time.
        links: Dashboards and pages that stand at its top.
        rows: The rows in order.
        origin: The part of the spec that the dashboard comes from.
    """

    uid: str
    file: str
    title: str
    description: str
    tags: tuple[str, ...]
    period: Duration
    refresh: Duration
    variables: tuple[Variable, ...]
    annotations: tuple[Annotation, ...]
    links: tuple[PanelLink, ...]
    rows: tuple[PanelRow, ...]
    origin: Origin

    @property
    def panels(self) -> Iterator[Panel]:
        """The panels of all rows, in reading order."""
        for row in self.rows:
            yield from row.panels
