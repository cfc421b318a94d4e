"""Targets, one folder for each backend."""
