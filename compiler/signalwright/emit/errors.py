"""The two ways in which emission ends early: our own mistake, and something that a person can put right."""

from __future__ import annotations


class EmissionError(Exception):
    """An artifact that reads back as something else than was printed: a mistake of the compiler, never of a spec."""


class EmitError(Exception):
    """Something about the output folder that a person has to put right.

    Attributes:
        name: `emit/bad-state`, as in diagnostics.
        message: What is wrong, one short phrase.
        help: The way out.
    """

    def __init__(self, name: str, message: str, help: str) -> None:
        """Takes the three parts of the message."""
        super().__init__(f"{name}: {message} ({help})")
        self.name = name
        self.message = message
        self.help = help
