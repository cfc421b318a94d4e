"""The reference as a page of Markdown."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from signalwright.language.model import SpecModel
from signalwright.language.models.alerts import QUANTILES
from signalwright.language.reference.blocks import Block, Key, Place, blocks, title_of
from signalwright.language.reference.samples import sample
from signalwright.language.reference.values import KINDS, ValueKind
from signalwright.language.reference.words import in_words, later_forms, link

WIDTH = 120

_HEAD = """\
# The language

Every key that a spec can have, with its meaning and an example. `signalwright schema --format markdown` prints this
page from the models that read specs, so it says what the compiler does; in a project with extensions, the command
prints their keys as well. [The tutorial](tutorial.md) begins with an empty folder, and [the guide](guide.md) shows
the language at work, from the first service to dashboards.

One idea has one key, wherever it stands: `labels`, `by` (what is kept apart), `over` (the range that is looked at),
`for` (how long it must last), `above` and `below`, `keep` (for how long), `notify`. Specs are YAML 1.2 without
anchors, merge keys, tags and templates. The same can be said [in Python](python.md), with the same keys.

Behind each key stands what may be written there. A key can be left out unless it is *required*. The examples are
parts of the spec of a shop: a test puts each of them where it belongs, and compiles the whole.
"""


def print_reference(spec: type[SpecModel]) -> str:
    """Returns the reference of the language.

    Args:
        spec: The model of a whole spec, with what the installed targets bring.
    """
    everything = blocks(spec)
    made = [each for each in everything if not each.later]
    sections = [_HEAD, _contents(made)]
    sections += [_section(each) for each in made]
    sections += [_values(), _not_yet(everything)]
    return "\n".join(sections)


def _contents(made: Sequence[Block]) -> str:
    lines = [f"{'  ' * (each.level - 2)}- {link(each.title, each.title)}" for each in made if each.level <= 3]
    lines += [f"- {link(each, each)}" for each in ("Values", "Not yet made")]
    return "\n".join(lines) + "\n"


def _section(block: Block) -> str:
    parts = [f"{'#' * block.level} {block.title}", *_introduction(block.model)]
    if block.places:
        parts.append(_filled(f"Stands in {_places(block.places)}."))
    short = block.model.short_form
    if short is not None and not any(each.required for each in block.keys if each.name != short):
        parts.append(_filled(_short_form(block, short)))
    parts.append(f"```yaml\n{sample(block).strip()}\n```")
    keys = [each for each in block.keys if each.later is None]
    kinds = [each for each in keys if each.name in block.model.kinds]
    if kinds:
        parts += ["Exactly one of these says what it is about:", _listed(kinds), "Beside it may stand:"]
    parts.append(_listed([each for each in keys if each not in kinds]))
    return "\n\n".join(parts) + "\n"


def _introduction(model: type[SpecModel]) -> list[str]:
    """Returns the paragraphs of a model's docstring, without what it says of its attributes."""
    text = re.split(r"\n\n(?:Attributes|Args):", inspect.getdoc(model) or "")[0]
    return [_filled(paragraph.replace("\n", " ")) for paragraph in text.split("\n\n") if paragraph]


def _places(places: Sequence[Place]) -> str:
    """Returns where a block stands: `alerts` of a service, by name."""
    words = {"named": "by name", "listed": "one of a list", "one": ""}
    said = []
    for (key, many), same in groupby(sorted(places, key=_by_key(places)), key=lambda each: (each.key, each.many)):
        *first, last = [link(each.holder.noun, title_of(each.holder)) for each in same]
        holders = f"{', '.join(first)} and {last}" if first else last
        said.append(f"`{key}` of {holders}" + (f", {words[many]}" if words[many] else ""))
    return "; ".join(said)


def _by_key(places: Sequence[Place]) -> Any:
    """Returns what puts places with the same key side by side, without changing the order otherwise."""
    order = [(each.key, each.many) for each in places]
    return lambda place: order.index((place.key, place.many))


def _short_form(block: Block, short: str) -> str:
    example = next(each.example for each in block.keys if each.name == short)
    return f"A value that is no mapping stands for `{short}`: `{example}` says the same as `{{{short}: {example}}}`."


def _listed(keys: Iterable[Key]) -> str:
    return "\n".join(_item(each) for each in _together(keys))


def _together(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Yields the keys one by one, and the percentiles, which say the same of several numbers, as one."""
    for percentile, group in groupby(keys, key=lambda each: each.name in QUANTILES):
        if percentile:
            yield list(group)
        else:
            yield from ([each] for each in group)


def _item(keys: list[Key]) -> str:
    key = keys[0]
    names = ", ".join(f"**`{each.name}`**" for each in keys)
    facts = [in_words(key.annotation)]
    if key.required:
        facts.append("*required*")
    if (default := _default(key.default)) is not None:
        facts.append(f"{code(default)} when left out")
    text = key.description if len(keys) == 1 else "The percentile of a histogram that the key is called after."
    example = f" Example: {code(f'{key.name}: {key.example}')}" if key.example else ""
    return _filled(f"- {names} ({'; '.join(facts)}): {text}{example}", "  ")


def _default(value: Any) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _values() -> str:
    """Returns the section about kinds of values."""
    parts = ["## Values", _filled("Values are written as people say them. Here is what is read, and what is refused.")]
    for section, kinds in groupby(KINDS, key=lambda each: each.section):
        group = list(kinds)
        parts += [f"### {section}", "\n".join(_value(each, alone=len(group) == 1) for each in group)]
    return "\n\n".join(parts) + "\n"


def _value(kind: ValueKind, *, alone: bool) -> str:
    reads, refuses = (", ".join(map(code, each)) for each in (kind.reads, kind.refuses))
    said = " ".join(each for each in (kind.about, f"Read: {reads}. Refused: {refuses}.") if each)
    return _filled(said if alone else f"- *{kind.name}*: {said}", "" if alone else "  ")


def _not_yet(everything: Sequence[Block]) -> str:
    """Returns the section about keys that nothing is made of yet."""
    parts = [
        "## Not yet made",
        _filled(
            "These keys are part of the language, so that specs stay as they are when they come. Until then, one that "
            "is written is the error `language/not-yet-supported`, and never passed over."
        ),
    ]
    lines = []
    for block in everything:
        for key in block.keys:
            where = "" if block.level == 2 and not block.path else f" of {block.model.noun}"
            if key.later is not None or block.later:
                example = f" Example: {code(f'{key.name}: {key.example}')}" if key.example else ""
                lines.append(_filled(f"- **`{key.name}`**{where}: {key.description}{example}", "  "))
            else:
                lines += [f"- **`{key.name}`**{where}, as {each}." for each in later_forms(key.annotation)]
    return "\n\n".join([*parts, "\n".join(lines)]) + "\n"


def code(text: str) -> str:
    """Returns a text as code, in as many backticks as it needs."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _filled(text: str, indent: str = "") -> str:
    """Returns a paragraph in lines; code and links stay on one line each."""
    kept = re.sub(r"`[^`]+`|\[[^\]]*\]\([^)]*\)", lambda found: found[0].replace(" ", "\x00"), text)
    lines = textwrap.wrap(kept, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines).replace("\x00", " ")
