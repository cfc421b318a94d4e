"""Checks of the area `slos`."""
