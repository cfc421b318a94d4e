"""Checks of the area `secrets`."""
