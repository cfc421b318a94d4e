"""Ways to draw panels."""
