"""Checks of the area `emit`."""
