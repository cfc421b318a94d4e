"""Checks of the area `policy`."""
