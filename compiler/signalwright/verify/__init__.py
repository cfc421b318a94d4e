"""Real tools judge what was emitted: found, called in parallel, cached by content, their words mapped to the spec."""
