"""Prints proposed declarations as people write them: on one line where it fits, with questions as comments above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from signalwright.emit.scalars import spell_flow_text, spell_text
from signalwright.exposed.domains import Values
from signalwright.exposed.proposals import Proposal

WIDTH = 120
_LONGEST_BOUND = 20


def block_of(proposals: Iterable[Proposal], indentation: str) -> Iterator[str]:
    """Yields the lines of a block of metrics, without line ends.

    Args:
        proposals: The metrics.
        indentation: What stands before each line.
    """
    for each in proposals:
        for question in each.questions:
            yield f"{indentation}# {question}"
        line = f"{indentation}{spell_text(each.name)}: {flow_of(each)}"
        if len(line) <= WIDTH:
            yield line
            continue
        yield f"{indentation}{spell_text(each.name)}:"
        deeper = f"{indentation}  "
        for key, value in _keys(each):
            if key == "labels":
                yield f"{deeper}labels:"
                yield from (f"{deeper}  {spell_text(name)}: {_values(each.labels[name])}" for name in each.labels)
            elif key == "help":
                yield f"{deeper}help: {spell_text(each.help or '')}"
            else:
                yield f"{deeper}{key}: {value}"


def flow_of(proposal: Proposal) -> str:
    """Returns what is declared of a metric on one line."""
    keys = list(_keys(proposal))
    if len(keys) == 1:
        return proposal.type.value
    return "{" + ", ".join(f"{key}: {value}" for key, value in keys) + "}"


def _keys(proposal: Proposal) -> Iterator[tuple[str, str]]:
    yield "type", proposal.type.value
    if proposal.unit is not None:
        yield "unit", spell_flow_text(proposal.unit)
    if proposal.labels:
        inner = ", ".join(f"{spell_flow_text(name)}: {_values(each)}" for name, each in proposal.labels.items())
        yield "labels", f"{{{inner}}}"
    if proposal.bounds:
        yield "buckets", f"[{', '.join(map(_bound, proposal.bounds))}]"
    if proposal.help is not None:
        yield "help", spell_flow_text(proposal.help)


def _values(values: Values) -> str:
    if values.listed:
        return f"[{', '.join(map(spell_flow_text, values.listed))}]"
    said = []
    if values.like is not None:
        said.append(f"like: {spell_flow_text(values.like)}")
    if values.most is not None:
        said.append(f"max: {values.most}")
    return "{" + ", ".join(said) + "}"


def _bound(bound: Decimal) -> str:
    written = f"{bound.normalize():f}"
    return written if len(written) <= _LONGEST_BOUND else f"{float(bound):.17e}"
