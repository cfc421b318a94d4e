"""Checks of the area `alertmanager`."""
