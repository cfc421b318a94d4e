"""A tool that no package manager has isn't installed, so its target is not verified.

With `--installed` that is a warning, because most machines can't have it; plain `verify` fails with
`verify/missing-tool`.
"""
