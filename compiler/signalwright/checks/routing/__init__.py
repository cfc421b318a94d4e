"""Checks of the area `routing`."""
