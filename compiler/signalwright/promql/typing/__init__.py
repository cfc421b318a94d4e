"""What every part of an expression returns: kind, type, unit, values, and which labels it has for certain, or can't."""
