"""Reads whole PromQL expressions: the tree with the place of every part, its mistakes, and which versions read it."""
