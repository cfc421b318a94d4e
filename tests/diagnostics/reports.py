"""The report whose renderings `formats/` holds."""

from __future__ import annotations

from pathlib import Path

from signalwright.diagnostics.diagnostic import Allowed, Diagnostic, Label, Level
from signalwright.diagnostics.fix import Edit, Fix
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Origin
from signalwright.language.source import Sources

FOLDER = Path(__file__).parent / "formats"
FILE = "shop.yaml"

_PAGES = {
    "language/unknown-reference": (
        "A name refers to something\nthat isn't declared.\n\nTeams are declared once.\n\n"
        "Bad:\n\n```yaml\nteam: {x}\n```\n\nGood:\n\n```yaml\nteam: web\n```"
    ),
    "promql/unknown-label": "A metric doesn't have a label.",
}


def explain(name: str) -> str | None:
    """Returns the documentation of two of the findings."""
    return _PAGES.get(name)


def sample() -> tuple[Report, Sources]:
    """Returns the report and the sources that it is about."""
    sources = Sources(FOLDER)
    sources.load(Path(FILE), Report())
    report, api = Report(), Origin(FILE, ("services", "api"))
    team = Origin(FILE, ("services", "корзина", "team"))
    report.error(
        "language/unknown-reference",
        "there is no team `🛒🛒 wbe`",
        team.within(3, 6),
        help="did you mean `web`?\nteams: {web, ops}",
        secondary=[Label(api.child("team"), "this one is known, 100%"), Label(Origin("gone, here.yaml"), "not read")],
        fix=Fix((Edit(sources.locate(team.within(3, 6)) or Location(FILE), "write", "{web}\x1b"),)),
    )
    report.add(
        Diagnostic(
            "language/wrong-kind",
            "`tier` is a word",
            Label(Origin(FILE, ("services", "корзина", "tier")), "a\x1b[2J"),
            environments=("drill", "production", "staging"),
        )
    )
    expression = api.child("alerts", "Slow", "when", "expr")
    for start, label in ((7, "b"), (13, "c")):
        report.error("promql/unknown-label", f"{{{label}}}: no label `{label}`", expression.within(start, start + 1))
    report.warning("services/many-lines", "one target, on three lines", api.child("scrape"))
    report.note("language/unreadable", "the file isn't there", Origin("gone, here.yaml", ("x",)))
    report.add(
        Diagnostic(
            "metrics/unused",
            "nothing reads `items`",
            Label(api.child("scrape").key()),
            level=Level.WARNING,
            allowed=Allowed("the data team reads {it}", api.key()),
        )
    )
    report.error("language/syntax", "a mapping ends here", Location(FILE, 10, 1, 11, 1))
    return report, sources
