"""What the readers of a dashboard choose, and how its queries follow that choice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from signalwright import names
from signalwright.ir.dashboard import Variable
from signalwright.ir.metric import Series
from signalwright.ir.service import Service
from signalwright.promql import build
from signalwright.promql.tree import Matcher, Selector
from signalwright.records import record

_JOB = Matcher(names.JOB, "=~", names.JOB_VARIABLE)
_INSTANCE = Matcher(names.INSTANCE, "=~", names.INSTANCE_VARIABLE)


@record
class View:
    """The choice of a dashboard: jobs, and targets of them.

    Attributes:
        services: The services that its panels read, ordered by name.
        foreign: The jobs whose series don't say by which target they were read: what is pushed, and pages whose own
            labels win.
    """

    services: tuple[Service, ...]
    foreign: frozenset[str]

    @property
    def alone(self) -> str | None:
        """The job of all panels, or None when there are several."""
        return self.services[0].job if len(self.services) == 1 else None

    def reads(self, job: str) -> bool:
        """Returns whether readers can choose a job."""
        return any(each.job == job for each in self.services)

    def selector(self, series: Series, name: str | None = None) -> Selector:
        """Returns the chosen series of those that a panel reads.

        The job stays where panels read several: a metric of the same name may be another service's. What a service
        that isn't of the view measures follows no choice.

        Args:
            series: What the panel reads; its first matcher is on the job.
            name: The name of the series, where it isn't the one that was referred to.
        """
        job, own = series.matchers[0], series.matchers[1:]
        if not self.reads(job.value):
            return build.series(name or series.name, series.matchers)
        chosen = [_JOB] if self.alone == job.value else [job, _JOB]
        if job.value not in self.foreign:
            chosen.append(_INSTANCE)
        return build.series(name or series.name, (*chosen, *own))

    def up(self, services: Iterable[Service]) -> Selector:
        """Returns whether the chosen targets of services can be scraped."""
        jobs = [each.job for each in services if each.scrape is not None]
        if jobs == [self.alone]:
            return build.series(names.UP, (_JOB, _INSTANCE))
        if not any(self.reads(each) for each in jobs):
            return build.series(names.UP, (_one_of(tuple(jobs)),))
        return build.series(names.UP, (_one_of(tuple(jobs)), _JOB, _INSTANCE))

    def variables(self) -> tuple[Variable, ...]:
        """Returns the choices: jobs, then their targets; none where no panel reads a service."""
        if not self.services:
            return ()
        scraped = tuple(each.job for each in self.services if each.scrape is not None)
        # What is pushed has no `up`.
        known = names.UP if len(scraped) == len(self.services) else None
        jobs = build.series(known, (_one_of(tuple(each.job for each in self.services)),))
        job = Variable(
            name=names.JOB,
            title="Job",
            label=names.JOB,
            selector=jobs,
            chosen=(self.alone,) if self.alone is not None else (),
        )
        if not scraped:
            return (job,)
        instance = Variable(
            name=names.INSTANCE, title="Instance", label=names.INSTANCE, selector=build.series(names.UP, (_JOB,))
        )
        return (job, instance)


def constant_labels(owner: Service | None) -> set[str]:
    """Returns the labels that all series of a service have the same value of, as far as is known.

    What is pushed has no target, and labels that a scrape adds stand on all that it reads.
    """
    always = {names.JOB, names.SERVICE}
    if owner is None:
        return always
    return always | ({names.INSTANCE} if owner.scrape is None else set(owner.scrape.labels))


def view_of(services: Collection[Service]) -> View:
    """Returns the view of a dashboard whose panels read these services."""
    ordered = sorted(services, key=lambda each: each.name)
    foreign = frozenset(each.job for each in ordered if each.scrape is None or each.scrape.honor_labels)
    return View(tuple(ordered), foreign)


@lru_cache(maxsize=1_024)
def _one_of(jobs: tuple[str, ...]) -> Matcher:
    return build.one_of(names.JOB, jobs)
