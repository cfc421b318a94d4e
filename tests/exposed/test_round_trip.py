"""What is discovered is right as it is, and the pages that it comes from conform to it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from signalwright.exposed.conformance import conformance
from signalwright.exposed.merging import merged
from signalwright.exposed.printing import block_of
from signalwright.exposed.proposals import proposals
from signalwright.language.source.document import Document
from signalwright.language.source.values import read_values
from tests.exposed.projects import declared, metrics_of, names_on
from tests.exposed.written import Family, families, page

SPECS = [
    "services:\n  api:\n    metrics: { by_hand:   gauge } # kept\n",
    "services:\n  api:\n    metrics:\n      # mine\n      by_hand:   'gauge'  # kept\n\n      # the end\n  web: {}\n",
    "services:\n  api:\n    team: web   # kept\n",
    "services: { api: { team: web }  } # kept",
    "services:\n  web:\n    team: |\n      one\n",
    "stack: shop\n",
]


@given(found=families(), is_open_metrics=st.booleans())
def test_pages_conform_to_what_is_discovered_on_them(found: list[Family], is_open_metrics: bool) -> None:
    pages = metrics_of(page(found, is_open_metrics=is_open_metrics))
    block = "\n".join(block_of(proposals(pages, honors=False), ""))
    outcome = conformance(declared(block), pages)
    assert [each.message for each in outcome.found] == []
    assert outcome.compared == len(names_on(pages))


@given(found=families(), spec=st.sampled_from(SPECS), end=st.sampled_from(["\n", "\r\n"]))
def test_what_stands_in_a_spec_stays_byte_for_byte(found: list[Family], spec: str, end: str) -> None:
    new = proposals(metrics_of(page(found, is_open_metrics=False)), honors=False)
    text = spec.replace("\n", end)
    document, data = Document("spec.yaml", text), read_values(text)
    longer = merged(document, data, "api", new)
    at = next((index for index, (old, now) in enumerate(zip(text, longer, strict=False)) if old != now), len(text))
    assert text[:at] + longer[at : at + len(longer) - len(text)] + text[at:] == longer
    assert list(metrics_written(longer))[-len(new) :] == [each.name for each in new]
    again = Document("spec.yaml", longer)
    assert merged(again, read_values(longer), "api", []) == longer


def metrics_written(text: str) -> dict[str, object]:
    data: Any = read_values(text)
    found: dict[str, object] = data["services"]["api"]["metrics"]
    return found
