"""The drawings: one file for each way to draw a panel, called after it, with one function `draw`."""
