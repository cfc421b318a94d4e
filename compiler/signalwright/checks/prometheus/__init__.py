"""Checks of the area `prometheus`."""
