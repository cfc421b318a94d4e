"""The surface models: what teams write, one file per part of the language."""
