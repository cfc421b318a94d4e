"""YAML files as raw values, with the place of each key and value."""

from signalwright.language.source.reading import SourceFile
from signalwright.language.source.sources import Sources

__all__ = ["SourceFile", "Sources"]
