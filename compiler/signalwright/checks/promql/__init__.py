"""Checks of the area `promql`."""
