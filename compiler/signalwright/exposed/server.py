"""Takes metrics from a Prometheus that stores them: metadata of a job's targets, and the series that there are.

https://prometheus.io/docs/prometheus/latest/querying/api/: `/targets/metadata` knows types, helps and units,
`/series` the labels. Native histograms, which no page of text shows, are series of their own name there.
"""

from __future__ import annotations

import json
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any

from signalwright.exposed.metrics import Exposed, exposed_metrics
from signalwright.exposed.pages import UnreachableError, ask
from signalwright.importers.exposition import Family, Sample, family_of
from signalwright.ir.metric import MetricType

_LOOK_BACK_SECONDS = 3_600
_OF_SCRAPES = ("up", "scrape_")


def stored_metrics(server: str, job: str) -> tuple[Exposed, ...]:
    """Returns the metrics that a Prometheus has stored of a job within the last hour.

    Args:
        server: Its address: `http://prometheus:9090`.
        job: The value of the label `job`.

    Returns:
        The metrics, ordered by name.

    Raises:
        UnreachableError: It doesn't answer as the API of Prometheus does, or stores nothing of the job.
    """
    selector = "{job=" + json.dumps(job, ensure_ascii=False) + "}"
    told = _get(server, "/targets/metadata", {"match_target": selector})
    since = f"{time.time() - _LOOK_BACK_SECONDS:.0f}"
    series = _get(server, "/series", {"match[]": selector, "start": since})
    if not series:
        raise UnreachableError(f"`{server}` has no series of the job `{job}`; name the job with `--job`")
    families: dict[str, Family] = {}
    of_targets: set[str] = {"job", "instance"}
    for each in told:
        family = families.setdefault(each["metric"], Family(each["metric"], 1))
        family.type = "unknown" if each["type"] in ("unknown", "untyped") else each["type"]
        family.unit, family.help = each.get("unit") or None, each.get("help") or None
        of_targets |= {str(name) for name in each.get("target", {})}
    native: dict[str, list[Sample]] = {}
    for labels in series:
        name = labels["__name__"]
        if name == _OF_SCRAPES[0] or name.startswith(_OF_SCRAPES[1]):
            continue
        own = {key: value for key, value in labels.items() if key != "__name__" and key not in of_targets}
        sample = Sample(name, own, 1.0, 1)
        family = family_of(name, 1, families)
        if family.type == "histogram" and name == family.name:
            native.setdefault(name, []).append(sample)
        else:
            family.samples.append(sample)
    return tuple(sorted(_exposed(families, native, server), key=lambda each: each.name))


def _exposed(families: Mapping[str, Family], native: Mapping[str, list[Sample]], server: str) -> Iterator[Exposed]:
    for each in exposed_metrics([family for family in families.values() if family.samples], server):
        if each.name not in native:
            each.has_values = False
            yield each
    for name, samples in native.items():
        family = families[name]
        kind = MetricType.NATIVE_HISTOGRAM
        yield Exposed(name, kind, samples=tuple(samples), unit=family.unit, help=family.help, file=server)


def _get(server: str, what: str, parameters: Mapping[str, str]) -> list[dict[str, Any]]:
    address = f"{server.rstrip('/')}/api/v1{what}?{urllib.parse.urlencode(parameters)}"
    text = ask(address, "application/json,*/*;q=0.1")
    try:
        answer = json.loads(text)
        data = answer["data"]
    except (ValueError, KeyError, TypeError):
        data = None
    if not isinstance(data, list) or not all(isinstance(each, dict) for each in data):
        raise UnreachableError(
            f"`{server}` doesn't answer as Prometheus does; name its address: `http://prometheus:9090`"
        )
    return data
