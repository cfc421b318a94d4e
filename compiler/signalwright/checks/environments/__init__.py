"""Checks of the area `environments`."""
