"""What editors need to know of a single stack: a JSON Schema that suggests the stack's own names."""
