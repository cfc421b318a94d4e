"""Checks, one folder for each area."""
