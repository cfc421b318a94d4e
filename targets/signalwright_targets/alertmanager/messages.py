"""The message templates of a stack: the texts in `templates/`, and what depends on the stack's own severities."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

_PACKAGE = "signalwright_targets.alertmanager"

# How grave a severity is in the words of services that have scales of their own, gravest first. The scale of a stack is
# laid over these by position: its gravest severity is the first entry, its mildest the last.
_SCALES: dict[str, tuple[str, ...]] = {
    "signalwright.color": ("#cf222e", "#d4a72c", "#0969da"),
    "signalwright.pagerduty.severity": ("critical", "error", "warning", "info"),
    "signalwright.opsgenie.priority": ("P1", "P2", "P3", "P4", "P5"),
    "signalwright.jira.priority": ("Highest", "High", "Medium", "Low", "Lowest"),
    "signalwright.pushover.priority": ("1", "0", "-1"),
    "signalwright.victorops.type": ("CRITICAL", "WARNING", "INFO"),
}
_RESOLVED = {"signalwright.color": "#1a7f37"}

# A stack whose severities have the names of a service's own scale means just those.
_COMMON: dict[str, dict[str, str]] = {
    "signalwright.pagerduty.severity": {"critical": "critical", "error": "error", "warning": "warning", "info": "info"},
}


def message_templates(severities: Sequence[str]) -> str:
    """Returns the template file of a stack.

    Only functions that Alertmanager 0.25 already has are used.

    Args:
        severities: The severities of the stack, gravest first.

    Returns:
        The text of the file: one definition for every text that a receiver shows.
    """
    generated = [_by_severity("signalwright.severity", {each: each for each in severities}, "alert")]
    for name, scale in _SCALES.items():
        texts = {each: place_on(scale, index, len(severities)) for index, each in enumerate(severities)}
        texts |= {each: text for each, text in _COMMON.get(name, {}).items() if each in texts}
        generated.append(_by_severity(name, texts, scale[len(scale) // 2], _RESOLVED.get(name)))
    folder = files(_PACKAGE).joinpath("templates")
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".tmpl"))
    written = [folder.joinpath(name).read_text(encoding="utf-8") for name in names]
    return "\n".join(generated + written)


def place_on(scale: Sequence[str], index: int, count: int) -> str:
    """Returns the entry of a scale at which one of several severities stands.

    Args:
        scale: The words of the scale, gravest first.
        index: The severity's place in the stack's own order, from 0 for the gravest.
        count: How many severities the stack has.

    Returns:
        The first entry for the gravest, the last for the mildest of several, and those between evenly spread.
    """
    return scale[round(index * (len(scale) - 1) / (count - 1))] if count > 1 else scale[0]


def _by_severity(name: str, texts: dict[str, str], otherwise: str, resolved: str | None = None) -> str:
    """Returns a definition that prints the text of the gravest severity among the alerts of a message.

    The alerts are searched from the mildest severity to the gravest, so that the last one found is the one that counts.
    """
    lines = [f'{{{{ define "{name}" -}}}}', f'{{{{ $text := "{otherwise}" -}}}}']
    for severity, text in reversed(texts.items()):
        assign = f'{{{{ if eq .Labels.severity "{severity}" }}}}{{{{ $text = "{text}" }}}}{{{{ end }}}}'
        lines.append(f"{{{{ range (or .Alerts.Firing .Alerts) }}}}{assign}{{{{ end -}}}}")
    if resolved is not None:
        lines.append(f'{{{{ if eq .Status "resolved" }}}}{{{{ $text = "{resolved}" }}}}{{{{ end -}}}}')
    return "\n".join([*lines, "{{ $text }}", "{{- end }}", ""])
