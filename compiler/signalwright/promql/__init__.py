"""PromQL: the tree, builders, the printer, shapes that many rules share, and readers of what people write."""
