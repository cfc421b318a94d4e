"""Checks of the area `conform`: what `signalwright conform` finds."""
