"""The formats of files with rules: a module for each, found by walking this package."""
