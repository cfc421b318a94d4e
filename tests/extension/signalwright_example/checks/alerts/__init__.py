"""Checks of the area `alerts`."""
