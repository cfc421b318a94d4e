"""Checks of the area `metrics`."""
