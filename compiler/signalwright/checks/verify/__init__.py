"""Checks of the area `verify`."""
