"""Libraries: what an exporter exposes, with the alerts that are worth having."""

from __future__ import annotations

from typing import ClassVar

from signalwright.language.model import SpecModel, key
from signalwright.language.models.alerts import AlertSpec
from signalwright.language.models.metrics import MetricSpec
from signalwright.language.models.records import RecordSpec
from signalwright.language.models.stack import LanguageVersion
from signalwright.language.scalars import AlertName, MetricName, Name, RecordName, Text


class LibrarySpec(SpecModel):
    """What a service has that uses the library. The tests read each library by it; a run takes it as tested."""

    noun: ClassVar[str] = "a library"

    signalwright: LanguageVersion = key("The version of the spec language.", example="1")
    library: Name = key("The name of the library, which is that of its folder.", example="postgres")
    about: Text = key("What it is about, in one sentence.", example="What postgres_exporter tells of PostgreSQL.")
    source: Text = key("The exporter, its version, and where the facts come from.", example="postgres_exporter 0.17")
    metrics: dict[MetricName, MetricSpec] = key("The metrics that the exporter exposes.")
    alerts: dict[AlertName, AlertSpec] | None = key("The alerts that are worth having.", default=None)
    records: dict[RecordName, RecordSpec] | None = key("The values that are worth keeping.", default=None)
