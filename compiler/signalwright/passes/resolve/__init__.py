"""From what people wrote to the resolved model: one file for each part of the language."""

from signalwright.passes.resolve.stack import resolve

__all__ = ["resolve"]
