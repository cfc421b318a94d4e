"""What people write: the surface models of the language, and how its files are found, read, merged and judged."""
