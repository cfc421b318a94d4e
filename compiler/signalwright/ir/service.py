"""Services: what is observed, who owns it, and where its metrics come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from signalwright.diagnostics.span import Origin
from signalwright.ir.alert import Alert
from signalwright.ir.dashboard import PanelRow
from signalwright.ir.metric import Metric, SeriesBudget
from signalwright.ir.price import Price
from signalwright.ir.record import Record
from signalwright.ir.slo import SLO
from signalwright.ir.values import Duration
from signalwright.records import record


@record(kw_only=True)
class Scrape:
    """Where a service's metrics are read.

    Attributes:
        targets: `host:port` addresses, in declared order.
        dns: `name:port`; each address that the name has is a target.
        files: Files that list targets, as the server sees them.
        path: The path of the metrics page.
        scheme: `http` or `https`.
        every: How often, or None for the backend's own interval.
        timeout: How long a scrape may take, or None for the backend's default.
        labels: Labels added to every series of these targets.
        honor_labels: Whether labels on the page win over those of the scrape (a Pushgateway needs it).
        origin: Where the scrape is declared.
        every_origin: Where `every` is written, or the scrape's origin.
    """

    targets: tuple[str, ...]
    dns: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    path: str
    scheme: Literal["http", "https"]
    every: Duration | None
    timeout: Duration | None
    labels: Mapping[str, str]
    honor_labels: bool
    origin: Origin
    every_origin: Origin

    @property
    def is_single(self) -> bool:
        """Whether there is just one target, so that the service is down when it is."""
        return len(self.targets) == 1 and not self.dns and not self.files


@record(kw_only=True)
class Push:
    """Where a service pushes its metrics to.

    Attributes:
        via: The name of the service that keeps what was pushed (a Pushgateway).
        every: How often the service pushes.
        origin: Where the push is declared.
    """

    via: str
    every: Duration
    origin: Origin


@record(kw_only=True)
class Service:
    """A service of the stack.

    Attributes:
        name: The service's name; value of the label `service`.
        team: The owning team's name.
        job: The value of the label `job` on all its series.
        scrape: Where its metrics are read, or None when they are pushed or there are none.
        push: Where it pushes its metrics, or None.
        metrics: Its metrics by name.
        alerts: Its alerts in declared order.
        slos: Its SLOs in declared order.
        origin: Where the service is declared.
        records: What it keeps, in declared order.
        prices: What the events that it counts cost, in declared order; all in one currency.
        uses: The templates and libraries that it uses, in the order in which they are named.
        rows: Rows of its own dashboard, as they are drawn there.
        budget: How many series its metrics may have together, or None when nothing is said.
    """

    name: str
    team: str
    job: str
    scrape: Scrape | None
    push: Push | None
    metrics: Mapping[str, Metric]
    alerts: tuple[Alert, ...]
    slos: tuple[SLO, ...]
    origin: Origin
    records: tuple[Record, ...] = ()
    prices: tuple[Price, ...] = ()
    uses: tuple[str, ...] = ()
    rows: tuple[PanelRow, ...] = ()
    budget: SeriesBudget | None = None
