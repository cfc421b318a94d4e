"""Checks of the area `backends`."""
