"""Series of the service that uses a library, for promtool."""

from __future__ import annotations

from tests.library.installed import JOB
from tests.stacks.firing import metric

INSTANCE = "exporter:9000"


def seen(name: str, values: str, /, **labels: str) -> dict[str, str]:
    """Returns a series of the service, one sample a minute: `5x120` stays 5, `0+5x120` grows by 5 a minute."""
    return metric(name, values, job=JOB, instance=INSTANCE, service=JOB, **labels)


def up(answers: int = 1) -> dict[str, str]:
    """Returns whether the exporter answers."""
    return seen("up", f"{answers}x120")


def of_another_job(series: list[dict[str, str]]) -> list[dict[str, str]]:
    """Returns what would raise an alert, happening to another job, while the service's own exporter answers."""
    moved = [{**each, "series": each["series"].replace(f'job="{JOB}"', 'job="other"')} for each in series]
    return [*moved, up()]
