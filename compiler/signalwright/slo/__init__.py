"""Service level objectives: indicators, windows and the mathematics of burn rates."""
