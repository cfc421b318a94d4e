"""Checks of the area `prices`."""
