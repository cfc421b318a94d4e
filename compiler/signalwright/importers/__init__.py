"""Reads files of others: rules that no spec made, and metrics pages; one file for each format."""
